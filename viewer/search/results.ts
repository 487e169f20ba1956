import { parseFragment, type Extent, type Region } from '../iiif/fragment.ts';
import { record, records, string } from '../iiif/json.ts';

/** A place where something was found. */
export interface Hit {
  /** The annotation's IRI. */
  id: string;
  /** IRI of the canvas. */
  canvas: string;
  /** The text of `xywh`; null for all of the canvas. */
  target: string;
  /** What was found with what stands around it; without `match`, all that the annotation says. */
  before: string;
  match: string;
  after: string;
}

export interface Results {
  hits: readonly Hit[];
  /** Null where there are more than are counted. */
  total: number | null;
  /** Where the next ones are. */
  next: string | null;
}

/** An answer of Content Search 1.0, which has a rectangle for every shape. */
export function readResults(json: unknown): Results {
  const answer = record(json);
  const quotes = new Map(
    records(answer['hits']).flatMap((hit) => {
      const [id] = Array.isArray(hit['annotations']) ? (hit['annotations'] as unknown[]) : [];
      return typeof id === 'string' ? [[id, hit] as const] : [];
    }),
  );
  const hits = records(answer['resources']).flatMap((resource): Hit[] => {
    const [id, on] = [string(resource['@id']), string(resource['on'])];
    if (id === null || on === null) return [];
    const quote = quotes.get(id);
    const text = records(resource['resource']).flatMap((body) => string(body['chars']) ?? string(body['@id']) ?? []);
    return [
      {
        id,
        canvas: on.split('#', 1)[0] ?? on,
        target: on,
        before: string(quote?.['before']) ?? '',
        match: string(quote?.['match']) ?? '',
        after: quote === undefined ? text.join(' ').slice(0, LONGEST) : (string(quote['after']) ?? ''),
      },
    ];
  });
  const total = record(answer['within'])['total'];
  return { hits, total: typeof total === 'number' ? total : null, next: string(answer['next']) };
}

const LONGEST = 160;

/** What autocomplete of Content Search 1.0 proposes. */
export const readTerms = (json: unknown): string[] =>
  records(record(json)['terms']).flatMap((term) => string(term['match']) ?? []);

/** The region found, on its canvas. */
export const regionOf = ({ target }: Hit, canvas: Extent): Region | null => parseFragment(target, canvas);

/** As much around a region as is needed to read on: its neighbours on the sides, some lines above and below. */
export function withRoom({ x, y, width, height }: Region, canvas: Extent): Region {
  const [across, down] = [Math.max(width, canvas.width / 6), Math.max(3 * height, canvas.height / 12)];
  const left = Math.max(0, x + width / 2 - across * 0.6);
  const top = Math.max(0, y + height / 2 - down);
  return {
    x: left,
    y: top,
    width: Math.min(canvas.width - left, 1.2 * across),
    height: Math.min(canvas.height - top, 2 * down),
  };
}
