import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Bytes,
  Finding,
  Material,
  MeshFiles,
  MeshHeader,
  MeshReader,
  MeshSink,
} from '../../../../workers/meshes/source.ts';

export interface Collected {
  header: MeshHeader;
  triangles: number;
  /** Nine numbers per triangle, and so on, batch after batch. */
  positions: number[];
  normals: number[];
  texcoords: number[];
  colours: number[];
  /** Of each triangle. */
  materialOf: number[];
  materials: Material[];
  findings: Record<string, Finding>;
  progress: number[];
}

/** Writes down what a reader tells. */
export async function collect(reader: MeshReader, files: MeshFiles): Promise<Collected> {
  const found: Omit<Collected, 'header'> = {
    triangles: 0,
    positions: [],
    normals: [],
    texcoords: [],
    colours: [],
    materialOf: [],
    materials: [],
    findings: {},
    progress: [],
  };
  const sink: MeshSink = {
    material: (material) => found.materials.push(material) - 1,
    triangles: ({ count, positions, normals, texcoords, colours, material }) => {
      found.triangles += count;
      for (let i = 0; i < count; i++) found.materialOf.push(material);
      append(found.positions, positions, count * 9);
      append(found.normals, normals, count * 9);
      append(found.texcoords, texcoords, count * 6);
      append(found.colours, colours, count * 12);
    },
    finding: (finding) => {
      const known = found.findings[finding.code];
      if (known) known.count += finding.count;
      else found.findings[finding.code] = { ...finding };
    },
  };
  const header = await reader.read(files, sink, (fraction) => found.progress.push(fraction));
  return { header, ...found };
}

function append(to: number[], from: ArrayLike<number> | undefined, count: number): void {
  if (!from) return;
  for (let i = 0; i < count; i++) to.push(from[i]!);
}

/** An upload of these files in a folder, the first of which is the mesh; references are their names. */
export async function upload(folder: string, contents: Record<string, Buffer | string>): Promise<MeshFiles> {
  const lying: Record<string, Bytes> = {};
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, `upload-${name}`);
    await writeFile(path, content);
    lying[name] = { path, start: 0, length: Buffer.byteLength(content) };
  }
  const [name = ''] = Object.keys(contents);
  return {
    name,
    main: lying[name]!,
    find: (reference) => {
      const bytes = lying[reference];
      return bytes && { name: reference, bytes };
    },
    folder,
  };
}
