import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
  Bytes,
  Finding,
  Material,
  MeshFiles,
  MeshHeader,
  MeshReader,
  TextureFile,
} from '../../../../workers/meshes/source.ts';
import { testFolder } from '../../../folder.ts';

/** All that a reader told, corner by corner. */
export interface Collected {
  header: MeshHeader;
  triangles: number;
  positions: number[];
  normals: number[];
  texcoords: number[];
  colours: number[];
  /** One per triangle. */
  materials: number[];
  told: Material[];
  findings: Finding[];
  progress: number[];
}

/** Reads `main` with the files beside it, which are found by their names. */
export async function collect(
  reader: MeshReader,
  main: string | Uint8Array,
  beside: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Collected> {
  await using folder = await testFolder();
  const bytes: Record<string, Bytes> = {};
  for (const [name, content] of Object.entries({ ...beside, main })) {
    // Not at the start of its file: a run in an archive is what readers get.
    const path = join(folder.path, `${Object.keys(bytes).length}.bin`);
    const buffer = Buffer.from(content);
    await writeFile(path, Buffer.concat([Buffer.from('before'), buffer, Buffer.from('f 1 2 3 behind')]));
    bytes[name] = { path, start: 6, length: buffer.length };
  }
  return await collectFiles(reader, {
    name: 'main',
    main: bytes['main']!,
    find: (reference) => (reference in beside ? { name: reference, bytes: bytes[reference]! } : undefined),
    folder: folder.path,
  });
}

const run = async (file: string): Promise<Bytes> => ({ path: file, start: 0, length: (await stat(file)).size });

/** Reads a file of the test data; what it names is found in `beside`, by its last name. */
export async function collectPath(
  reader: MeshReader,
  path: string,
  beside: readonly string[] = [],
): Promise<Collected> {
  await using folder = await testFolder();
  const others = new Map(await Promise.all(beside.map(async (file) => [basename(file), await run(file)] as const)));
  return await collectFiles(reader, {
    name: basename(path),
    main: await run(path),
    find(reference) {
      const name = basename(reference.replaceAll('\\', '/'));
      const bytes = others.get(name);
      return bytes && { name, bytes };
    },
    folder: folder.path,
  });
}

async function collectFiles(reader: MeshReader, files: MeshFiles): Promise<Collected> {
  const all: Omit<Collected, 'header'> = {
    triangles: 0,
    positions: [],
    normals: [],
    texcoords: [],
    colours: [],
    materials: [],
    told: [],
    findings: [],
    progress: [],
  };
  const header = await reader.read(
    files,
    {
      material: (material) => all.told.push(material) - 1,
      triangles({ count, positions, normals, texcoords, colours, material }) {
        all.triangles += count;
        append(all.positions, positions, count * 9);
        append(all.normals, normals ?? [], count * 9);
        append(all.texcoords, texcoords ?? [], count * 6);
        append(all.colours, colours ?? [], count * 12);
        for (let i = 0; i < count; i++) all.materials.push(material);
      },
      finding: (finding) => void all.findings.push(finding),
    },
    (fraction) => void all.progress.push(fraction),
  );
  return { header, ...all };
}

function append(to: number[], from: ArrayLike<number>, count: number): void {
  for (let i = 0; i < count && i < from.length; i++) to.push(from[i]!);
}

/** Codes with their counts. */
export const found = (collected: Collected): Record<string, number> =>
  Object.fromEntries(collected.findings.map(({ code, count }) => [code, count]));

/** Stands in for the preparing of pictures where a test is about something else: the picture as it lies there. */
export const asItIs = async (
  { bytes }: { bytes: Bytes },
  _folder: string,
  wrap: TextureFile['wrap'],
): Promise<TextureFile> => ({ path: bytes.path, width: 1, height: 1, wrap });
