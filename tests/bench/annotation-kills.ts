import { PUBLIC_URL, writeUnderKills } from '../annotation-kills.ts';
import type { Survived } from '../annotation-kills.ts';
import { Annotated } from '../server/annotations/annotated.ts';
import { SCALE } from './meshes/scans.ts';

/** What tests/annotations-kill.test.ts does in small. */
export async function benchAnnotationKills(): Promise<Survived & { seconds: number }> {
  await using site = await Annotated.start({ env: { VITRINE_PUBLIC_URL: PUBLIC_URL } });
  const started = performance.now();
  const survived = await writeUnderKills(site, {
    seed: 1,
    clients: 4,
    each: Math.ceil(500 * SCALE),
    kills: 5,
    lines: 500,
  });
  if (survived.faults.length > 0) throw new Error(`Annotations suffered: ${JSON.stringify(survived, null, 2)}`);
  return { ...survived, seconds: Math.round((performance.now() - started) / 1000) };
}
