import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pageText, staticPageForm } from '../../manifests/annotations/documents/annotation-page.ts';
import { annotationsOnView } from '../../manifests/annotations/store/page.ts';
import type { ObjectRow } from '../../manifests/catalogue/objects.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { StaticUrls } from '../../manifests/presentation/static-urls.ts';

/** The views of an object on which there are annotations. */
export async function annotatedViews(db: Db, { key }: ObjectRow): Promise<string[]> {
  const rows = await db
    .selectFrom('view')
    .select('id')
    .where('object', '=', key)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('annotation')
          .select('annotation.id')
          .whereRef('annotation.view', '=', 'view.id')
          .where('annotation.deleted', 'is', null),
      ),
    )
    .orderBy('position')
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes the annotations on a view as one IIIF page, of whatever size, into a file whose folder is there. */
export async function writeAnnotations(
  db: Db,
  view: string,
  path: string,
  urls: StaticUrls,
  signal: AbortSignal,
): Promise<void> {
  const text = pageText(staticPageForm(view, urls), annotationsOnView(db, view));
  await pipeline(Readable.from(text), createWriteStream(path), { signal });
}
