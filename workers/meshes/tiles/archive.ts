import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { TilesetArchiveWriter } from '../../../manifests/derivatives/tileset-archive.ts';
import { readSummary, writeSummary } from '../stage.ts';
import { tilePath, tilesetDocuments } from '../tileset/documents.ts';
import type { TileContext } from './context.ts';
import { tileFile } from './files.ts';
import type { NodeReport } from './finish.ts';

const ARCHIVE_FILE = 'tileset.3tz';

/** Packs the tiles and the documents that name them, the first that are asked for first. Returns the archive's name. */
export async function makeArchive({ folder, grid }: TileContext, reports: readonly NodeReport[]): Promise<string> {
  const summary = join(folder, 'archive.json');
  if (readSummary(summary)) return ARCHIVE_FILE;
  const path = join(folder, ARCHIVE_FILE);
  {
    await using file = await open(`${path}.part`, 'w');
    const archive = new TilesetArchiveWriter(file);
    const documents = [...tilesetDocuments(reports, grid)].toReversed();
    for (const [name, document] of documents) await archive.add(name, Buffer.from(JSON.stringify(document)));
    for (const report of reports) await archive.add(tilePath(report), await readFile(tileFile(folder, report)));
    await archive.finish();
  }
  await rename(`${path}.part`, path);
  writeSummary(summary, { file: ARCHIVE_FILE });
  return ARCHIVE_FILE;
}
