import { join } from 'node:path';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { MeshFiles, MeshHeader, MeshReader, MeshSink } from '../source.ts';
import { Corners } from './corners.ts';
import { Findings } from './findings.ts';
import { Lines } from './lines.ts';
import { ObjMaterials } from './obj-materials.ts';
import type { PrepareTexture } from './obj-materials.ts';
import { ObjStatements } from './obj-statements.ts';
import type { ObjParts } from './obj-statements.ts';
import { Positions } from './positions.ts';
import { VertexColours } from './vertex-colours.ts';
import { MemoryBudget, TABLE_BYTES, VertexTable } from './vertex-table.ts';
import { Window } from './window.ts';

/** Reads Wavefront OBJ with MTL, in one pass; in two where faces name vertices that come later. */
export function objReader(prepare: PrepareTexture, tableBytes = TABLE_BYTES): MeshReader {
  return {
    async read(files, sink, onProgress) {
      using tables = new DisposableStack();
      const budget = new MemoryBudget(tableBytes);
      const table = (words: 1 | 2 | 3, name: string): VertexTable =>
        tables.use(new VertexTable(words, join(files.folder, name), budget));
      const findings = new Findings();
      const parts = makeParts(table, files, sink, findings, prepare);
      const first = await pass(parts, files, 'first', onProgress);
      const last = first.late > 0 ? await pass(parts, files, 'late', () => onProgress(1)) : undefined;
      if (parts.corners.triangles === 0) throw nothing(first, findings);
      findings.tell(sink);
      return header(first, last);
    },
  };
}

type MakeTable = (words: 1 | 2 | 3, name: string) => VertexTable;

function makeParts(
  table: MakeTable,
  files: MeshFiles,
  sink: MeshSink,
  findings: Findings,
  prepare: PrepareTexture,
): ObjParts {
  const positions = new Positions(table(3, 'positions'), false);
  const texcoords = table(2, 'texcoords');
  const normals = table(3, 'normals');
  const colours = new VertexColours(() => table(1, 'colours'));
  const materials = new ObjMaterials(files, sink, findings, prepare);
  const tables = {
    positions,
    texcoords,
    normals,
    get colours() {
      return colours.table;
    },
  };
  const kinds = { ownRows: true, wedges: false, faceColours: false };
  const corners = new Corners({
    sink,
    tables,
    kinds,
    findings,
    fileBytes: files.main.length,
    placements: materials.placements,
  });
  return {
    positions,
    texcoords,
    normals,
    colours,
    corners,
    materials,
    findings,
  };
}

async function pass(
  parts: ObjParts,
  files: MeshFiles,
  which: 'first' | 'late',
  onProgress: (fraction: number) => void,
): Promise<ObjStatements> {
  await using window = await Window.open(files.main, 'text');
  const lines = new Lines(window);
  const statements = new ObjStatements(parts, lines.scanner, which);
  while (await lines.more()) {
    onProgress(window.fraction);
    while (lines.scanner.at < lines.limit) {
      statements.read(lines.limit);
      const { pending } = statements;
      statements.pending = undefined;
      if (pending?.kind === 'mtllib') await parts.materials.load(pending.names);
      if (pending?.kind === 'usemtl') statements.material = await parts.materials.use(pending.names, pending.line);
    }
  }
  parts.corners.end();
  return statements;
}

function header(first: ObjStatements, last: ObjStatements | undefined): MeshHeader {
  const objects = Math.max(first.objects, last?.objects ?? 0);
  const groups = Math.max(first.groups, last?.groups ?? 0);
  return { mediaType: 'model/obj', parts: Math.max(1, objects || groups), vertices: first.vertices };
}

function nothing({ faces, vertices }: ObjStatements, findings: Findings): UnreadableError {
  if (faces > 0) {
    return new UnreadableError(`None of its ${faces} faces can be shown. ${findings.text} Export it anew.`);
  }
  if (vertices > 0) {
    return new UnreadableError(
      `It is a cloud of ${vertices} points without faces; only surfaces are shown so far. Make a mesh of it.`,
    );
  }
  return new UnreadableError('It is no OBJ with polygons: no line of it begins with "v" or "f".');
}
