import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptFile } from '../../manifests/catalogue/accept.ts';
import { createObject, findObjectBySource } from '../../manifests/catalogue/objects.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { DEMO } from '../../workers/demo/demo.ts';
import { openOutput } from '../cli/progress.ts';
import type { Runtime } from '../runtime.ts';

const DRAW = fileURLToPath(new URL('../../workers/demo/child.ts', import.meta.url));
/** What the catalogue knows the sample by. */
const SOURCE = 'vitrine:demo';
const ACTOR = 'Vitrine';

/** Draws the sample and adds it, unless it was added before. */
export async function addDemo(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const { db, storage, settings } = runtime;
  if (await findObjectBySource(db, SOURCE)) return;
  using output = openOutput(process.stdout);
  const folder = await storage.workFolder();
  try {
    const path = join(folder, DEMO.fileName);
    output.line('  Drawing a sample …');
    if (!(await draw(path, signal, (fraction) => output.progress(fraction, 'drawing the sample')))) return;
    const { label, summary, metadata, rights, fileName } = DEMO;
    const object = await createObject(
      db,
      { label, summary, metadata, rights, id: 'planisphaerium', source: SOURCE },
      ACTOR,
    );
    await acceptFile(
      { path, name: fileName, object: object.key, inPlace: false },
      { ...runtime, data: settings.data, reserve: mebibytes(settings.reserve), actor: ACTOR, signal },
    );
    output.line(`  The sample is drawn and being tiled: see the page`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** False when it was stopped. */
async function draw(path: string, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<boolean> {
  const child = fork(DRAW, [path], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const stop = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  child.on('message', (fraction: number) => onProgress(fraction));
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', stop);
  if (code !== 0 && !signal.aborted)
    throw new Error(`The sample could not be drawn: its process ended with code ${code}`);
  return code === 0;
}
