import { sql } from 'kysely';
import { createAnnotations } from '../../../manifests/annotations/store/create.ts';
import type { NewAnnotation } from '../../../manifests/annotations/store/create.ts';
import { addWriter } from '../../../manifests/annotations/writers.ts';
import type { Writer } from '../../../manifests/annotations/writers.ts';
import { contentOf } from '../../../manifests/annotations/content.ts';
import { receive } from '../../../manifests/annotations/receive.ts';
import type { Db } from '../../../manifests/catalogue/open.ts';
import { seeded } from '../../random.ts';

const BASE = 'http://bench.example';
/** Pixels of each view. */
export const SIDE = 8000;

export interface Seeded {
  /** The one with the most annotations comes first. */
  views: string[];
  token: string;
}

/** Views with lines of text on them, `large` on the first and `small` on each of the others. */
export async function seedAnnotations(
  db: Db,
  { views, large, small }: { views: number; large: number; small: number },
): Promise<Seeded> {
  const { writer, token } = await addWriter(db, { name: 'bench', role: 'editor', kind: 'software' });
  await sql`insert into object (key, id, label) values ('obench', 'bench', '{"none": ["Bench"]}')`.execute(db);
  await sql`insert into view (id, object, position, kind, width, height)
    select 'vbench' || n, 'obench', n, 'canvas', ${SIDE}, ${SIDE} from generate_series(1, ${views}) n`.execute(db);
  const random = seeded(1);
  const ids = Array.from({ length: views }, (_, index) => `vbench${index + 1}`);
  for (const [index, view] of ids.entries()) {
    const count = index === 0 ? large : small;
    for (let done = 0; done < count; done += 1000)
      await createAnnotations(
        db,
        { id: view, view },
        Array.from({ length: Math.min(1000, count - done) }, (_, at) => lineOfText(view, writer, done + at, random)),
      );
  }
  // So that the database does not do it while it is measured.
  await sql`vacuum analyze`.execute(db);
  return { views: ids, token };
}

function lineOfText(view: string, writer: Writer, number: number, random: () => number): NewAnnotation {
  const [x, y] = [Math.floor(random() * (SIDE - 200)), Math.floor(random() * (SIDE - 20))];
  const words = Array.from({ length: 8 }, () => Math.floor(random() * 1e6).toString(36)).join(' ');
  const at = new Date(1_700_000_000_000 + number);
  const annotation = {
    type: 'Annotation',
    motivation: 'supplementing',
    body: { type: 'TextualBody', value: words, format: 'text/plain', language: 'la' },
    target: `${BASE}/iiif/canvas/${view}#xywh=${x},${y},200,20`,
  };
  const ground = { view, width: SIDE, height: SIDE };
  return { ...contentOf(receive(annotation, BASE), ground, { writer, at }), writer: writer.id, at };
}
