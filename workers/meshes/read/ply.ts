import { join } from 'node:path';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { MeshFiles, MeshReader, MeshSink } from '../source.ts';
import { Corners } from './corners.ts';
import type { Tables } from './corners.ts';
import { Findings } from './findings.ts';
import type { PrepareTexture } from './obj-materials.ts';
import { PLAIN_MATERIAL } from './plain-material.ts';
import { PlyAscii } from './ply-ascii.ts';
import { PlyBinary } from './ply-binary.ts';
import { findFaceRoles, PlyFaces } from './ply-faces.ts';
import type { PlyFaceRoles } from './ply-faces.ts';
import { MAX_HEADER_BYTES, parsePlyHeader } from './ply-header.ts';
import type { PlyElement, PlyHeader } from './ply-header.ts';
import type { PlyTask } from './ply-task.ts';
import { findColumns, PlyVertices } from './ply-vertices.ts';
import { MemoryBudget, TABLE_BYTES, VertexTable } from './vertex-table.ts';
import { Window } from './window.ts';

/** Reads PLY in its three encodings, in one pass; in two where faces come before the vertices. */
export function plyReader(prepare: PrepareTexture, tableBytes = TABLE_BYTES): MeshReader {
  return {
    async read(files, sink, onProgress) {
      const header = await readHeader(files);
      const plan = makePlan(header);
      using stack = new DisposableStack();
      const budget = new MemoryBudget(tableBytes);
      const table = (words: 1 | 2 | 3, name: string): VertexTable =>
        stack.use(new VertexTable(words, join(files.folder, name), budget));
      const findings = new Findings();
      tellOdd(header, findings);
      const vertices = new PlyVertices(plan.columns, table);
      const corners = makeCorners(plan, vertices, sink, findings, files.main.length);
      const materials = await makeMaterials(header, files, sink, findings, prepare);
      const unit = header.format === 'ascii' ? 'line' : 'byte';
      const faces = new PlyFaces(corners, materials, () => vertices.positions.table.count, findings, unit);

      const tasks = new Map<PlyElement, PlyTask>([[plan.vertices, { kind: 'vertices', vertices }]]);
      for (const { element, kind, roles } of plan.faces) tasks.set(element, { kind, faces, roles });
      let stopped: string | undefined;
      for (const [i, elements] of plan.passes.entries()) {
        const share = (fraction: number): void => onProgress((i + fraction) / plan.passes.length);
        stopped = await pass(files, header, tasks, elements, findings, share);
      }
      corners.end();
      if (corners.triangles === 0) throw nothing(faces.count, stopped, findings);
      findings.tell(sink);
      return { mediaType: 'model/ply', parts: 1, vertices: plan.vertices.count };
    },
  };
}

function tellOdd({ odd: [first, ...others] }: PlyHeader, findings: Findings): void {
  if (!first) return;
  findings.add(
    'odd-header',
    () => `A line of the header is none of a PLY and is passed over; the first is line ${first.line}: ${first.text}`,
    1 + others.length,
  );
}

interface Plan {
  vertices: PlyElement;
  columns: NonNullable<ReturnType<typeof findColumns>>;
  faces: { element: PlyElement; kind: 'faces' | 'strips'; roles: PlyFaceRoles }[];
  /** Elements to be read in each pass; the others are skipped. */
  passes: ReadonlySet<PlyElement>[];
}

async function readHeader(files: MeshFiles): Promise<PlyHeader> {
  await using window = await Window.open(files.main, 'binary');
  await window.need(Math.min(MAX_HEADER_BYTES, files.main.length));
  return parsePlyHeader(window.bytes.subarray(window.at, Math.min(window.end, window.at + MAX_HEADER_BYTES)));
}

function makePlan({ elements }: PlyHeader): Plan {
  const vertices = elements.find((element) => element.name.startsWith('vert') && findColumns(element));
  const columns = vertices && findColumns(vertices);
  if (!columns) throw new UnreadableError('The header of the PLY file names no vertices with x, y and z.');
  if (vertices.properties.some(({ length }) => length)) {
    throw new UnreadableError(
      'Vertices of the PLY file have lists, which no program is known to write. Export it anew.',
    );
  }
  const faces = elements.flatMap((element): Plan['faces'] => {
    const roles = findFaceRoles(element);
    if (!roles || element.count === 0) return [];
    if (element.name === 'tristrips') return [{ element, kind: 'strips', roles }];
    return element.name.startsWith('face') ? [{ element, kind: 'faces', roles }] : [];
  });
  if (faces.length === 0) throw cloud(vertices.count);
  const faceElements = faces.map(({ element }) => element);
  const inOrder = elements.indexOf(vertices) < elements.indexOf(faceElements[0]!);
  const all = [vertices, ...faceElements];
  return {
    vertices,
    columns,
    faces,
    passes: inOrder ? [new Set(all)] : [new Set([vertices]), new Set(faceElements)],
  };
}

function makeCorners(
  { faces }: Plan,
  vertices: PlyVertices,
  sink: MeshSink,
  findings: Findings,
  fileBytes: number,
): Corners {
  const { normals, texcoords, colours } = vertices;
  const tables: Tables = {
    positions: vertices.positions,
    normals,
    texcoords,
    get colours() {
      return colours?.table;
    },
  };
  const kinds = {
    ownRows: false,
    wedges: faces.some(({ kind, roles }) => kind === 'faces' && roles.texcoords),
    faceColours: !colours && faces.some(({ kind, roles }) => kind === 'faces' && roles.colour.length > 0),
  };
  return new Corners({ sink, tables, kinds, findings, fileBytes });
}

/** One per picture that the header names, or a plain one. */
async function makeMaterials(
  { textures }: PlyHeader,
  files: MeshFiles,
  sink: MeshSink,
  findings: Findings,
  prepare: PrepareTexture,
): Promise<number[]> {
  const materials: number[] = [];
  for (const name of textures) {
    const found = files.find(name);
    const texture = found && (await prepare(found, files.folder, 'repeat'));
    if (texture && 'path' in texture) {
      materials.push(sink.material({ ...PLAIN_MATERIAL, name, baseColourTexture: texture }));
      continue;
    }
    if (texture) findings.add(texture.code, () => texture.message, texture.count);
    else {
      findings.add(
        'missing-texture',
        () =>
          `A picture is named, but was not uploaded with the mesh: ${name.slice(0, 120)}. Its surfaces are shown in their plain colour.`,
      );
    }
    materials.push(sink.material({ ...PLAIN_MATERIAL, name }));
  }
  return materials.length > 0 ? materials : [sink.material(PLAIN_MATERIAL)];
}

/** Gives where the file ended too early. */
async function pass(
  files: MeshFiles,
  header: PlyHeader,
  tasks: ReadonlyMap<PlyElement, PlyTask>,
  wanted: ReadonlySet<PlyElement>,
  findings: Findings,
  onProgress: (fraction: number) => void,
): Promise<string | undefined> {
  await using window = await Window.open(files.main, 'binary');
  await window.skip(header.bytes);
  const rows =
    header.format === 'ascii'
      ? new PlyAscii(window, header.lines, findings, onProgress)
      : new PlyBinary(window, header.format === 'binary_little_endian', onProgress);
  const last = header.elements.findLastIndex((element) => wanted.has(element));
  for (const [i, element] of header.elements.entries()) {
    const task = wanted.has(element) ? tasks.get(element)! : ({ kind: 'skip' } as const);
    const stopped = await rows.read(element, task);
    if (stopped !== undefined) {
      const place = `element ${element.name}, ${stopped} of ${element.count}`;
      // What comes behind all that is wanted is wanted by nobody.
      if (i <= last) findings.add('truncated', () => `The file ends in ${place}; what is there before is shown.`);
      return i <= last ? place : undefined;
    }
  }
  const left = await rows.left();
  if (left !== undefined) {
    findings.add(
      'counts-disagree',
      () => `The header counts fewer rows than the file has: ${left} behind the last one are passed over.`,
    );
  }
  return undefined;
}

function nothing(faces: number, stopped: string | undefined, findings: Findings): UnreadableError {
  if (stopped !== undefined) return new UnreadableError(`The PLY file ends in ${stopped}, before it has a face.`);
  return new UnreadableError(`None of its ${faces} faces can be shown. ${findings.text} Export it anew.`);
}

function cloud(points: number): UnreadableError {
  return new UnreadableError(
    `It is a cloud of ${points} points without faces; only surfaces are shown so far. Make a mesh of it.`,
  );
}
