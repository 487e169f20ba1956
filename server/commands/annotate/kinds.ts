import type { Db } from '../../../manifests/catalogue/open.ts';
import { openPyramid } from '../../../manifests/derivatives/archive.ts';
import { pyramidKey } from '../../../manifests/derivatives/keys.ts';
import { readDefects } from '../../../manifests/meshes/defects.ts';
import { meshNumbers } from '../../../manifests/meshes/numbers.ts';
import type { Storage } from '../../../manifests/storage/storage.ts';
import { annotationsOfTwin } from '../../../workers/annotate/measures.ts';
import { annotationOfPalette } from '../../../workers/annotate/palette-annotation.ts';
import { paletteOf } from '../../../workers/annotate/palette.ts';
import { reducedPixels } from '../../../workers/annotate/reduced.ts';

/** What a kind of annotation is made from: the file that a view shows, as it is served now. */
export interface Shown {
  /** IRI of the view. */
  view: string;
  asset: string;
  page: number;
  generation: number;
  technical: Readonly<Record<string, unknown>>;
}

export interface Kind {
  /** Which views it has something to say of. */
  of: 'image' | 'mesh';
  say: (shown: Shown, storage: Storage) => AsyncIterable<Record<string, unknown>>;
}

/** What can be said of a view without a model. */
export const KINDS = {
  palette: {
    of: 'image',
    async *say({ view, asset, generation, page }, storage) {
      const pyramid = await openPyramid(storage, pyramidKey(asset, generation, page));
      yield annotationOfPalette(view, paletteOf(await reducedPixels(pyramid)));
    },
  },
  measures: {
    of: 'mesh',
    async *say({ view, asset, generation, technical }, storage) {
      yield* annotationsOfTwin(view, meshNumbers(technical), await readDefects(storage, asset, generation));
    },
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** Undefined of a view of which the kind says nothing. */
export async function shownOn(
  db: Db,
  { of }: Kind,
  view: { iri: string; asset: string; page: number },
): Promise<Shown | undefined> {
  const row = await db
    .selectFrom('asset')
    .select(['kind', 'servedGeneration', 'technical'])
    .where('id', '=', view.asset)
    .executeTakeFirst();
  if (row?.kind !== of || row.servedGeneration === null) return undefined;
  const { servedGeneration: generation, technical } = row;
  return { view: view.iri, asset: view.asset, page: view.page, generation, technical };
}
