import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { testFolder } from '../folder.ts';
import { benchAnnotationKills } from './annotation-kills.ts';
import { benchAnnotationSearch } from './annotation-search.ts';
import { benchAnnotations } from './annotations.ts';
import { benchGigapixels } from './gigapixels.ts';
import { benchIngest } from './ingest.ts';
import { benchMalformed } from './malformed.ts';
import { benchOcr } from './ocr.ts';
import { benchPeers } from './peers.ts';
import { benchPyramid } from './pyramid.ts';
import { SCALE } from './meshes/scans.ts';
import { writeSearchReport } from './report-search.ts';
import { writeTwinReport } from './report-twins.ts';
import { writeReport } from './report.ts';
import { benchStart } from './start.ts';
import { benchTiles } from './tiles.ts';
import { benchTwinFormats } from './twin-formats.ts';
import { benchTwinKills } from './twin-kills.ts';
import { benchTwinPeers } from './twin-peers.ts';
import { benchTwinVerify } from './twin-verify.ts';
import { benchTwinsLarge } from './twins-large.ts';
import { benchTwins } from './twins.ts';

const BENCHES: Record<string, (folder: string) => Promise<unknown>> = {
  tiles: benchTiles,
  peers: benchPeers,
  pyramid: benchPyramid,
  ingest: benchIngest,
  start: benchStart,
  malformed: benchMalformed,
  annotations: benchAnnotations,
  'annotation-search': benchAnnotationSearch,
  'annotation-kills': benchAnnotationKills,
  ocr: benchOcr,
  gigapixels: benchGigapixels,
  twins: benchTwins,
  'twin-formats': benchTwinFormats,
  'twin-peers': benchTwinPeers,
  'twin-verify': benchTwinVerify,
  'twin-kills': benchTwinKills,
  'twins-large': benchTwinsLarge,
};
/** They take so long, or need so much of others, that they are run by name only. */
const BY_NAME_ONLY = new Set(['ocr', 'gigapixels', 'twins-large']);
const RESULTS = new URL('results/', import.meta.url);

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. Known are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
await mkdir(RESULTS, { recursive: true });
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 ? !asked.includes(name) : BY_NAME_ONLY.has(name)) continue;
  await using folder = await testFolder();
  const result = { date: new Date().toISOString().slice(0, 10), machine: machine(), result: await bench(folder.path) };
  // What was tried with small numbers is shown, and does not replace what was measured.
  if (SCALE === 1) {
    await writeFile(new URL(`${name}.json`, RESULTS), `${JSON.stringify(result, null, 2)}\n`);
    if (name === 'peers') await writeReport();
    if (name.startsWith('twin')) await writeTwinReport();
    if (name === 'annotation-search') await writeSearchReport();
  }
  console.log(name, JSON.stringify(result.result, null, 2));
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}, ${process.platform}`;
}
