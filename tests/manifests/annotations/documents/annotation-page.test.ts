import test from 'ava';
import { pageForm, pageText, staticPageForm } from '../../../../manifests/annotations/documents/annotation-page.ts';
import type { PageForm } from '../../../../manifests/annotations/documents/annotation-page.ts';
import type { JsonObject } from '../../../../manifests/annotations/documents/annotation.ts';
import { viewerForm } from '../../../../manifests/annotations/for-viewers.ts';
import { receive } from '../../../../manifests/annotations/receive.ts';
import type { ViewerRow } from '../../../../manifests/annotations/store/page.ts';
import { StaticUrls } from '../../../../manifests/presentation/static-urls.ts';
import { CANVAS, SIZE, URLS } from './viewer-item.ts';

const received = receive({ type: 'Annotation', target: `${CANVAS}#xywh=1,2,3,4` }, URLS.base);
const viewer = JSON.stringify(viewerForm(received, received.body, 'v1', SIZE));
const rows = (count: number, from = 1): ViewerRow[] =>
  Array.from({ length: count }, (_, index) => ({
    container: 'v1',
    id: `n${from + index}`,
    position: from + index,
    viewer,
  }));

async function* chunks(...lists: ViewerRow[][]): AsyncGenerator<ViewerRow[], void, undefined> {
  yield* lists;
}

async function written(form: PageForm, ...lists: ViewerRow[][]): Promise<{ document: JsonObject; pieces: string[] }> {
  const pieces: string[] = [];
  for await (const piece of pageText(form, chunks(...lists))) pieces.push(piece);
  return { document: JSON.parse(pieces.join('')) as JsonObject, pieces };
}

for (const [version, list, id] of [
  [2, 'resources', '@id'],
  [3, 'items', 'id'],
  [4, 'items', 'id'],
] as const)
  test(`a page of Presentation ${version} has all rows in their order, in pieces that are never large`, async (t) => {
    const form = pageForm(version, 'v1', false, URLS);
    const { document, pieces } = await written(form, rows(1000), rows(250, 1001), rows(0));
    t.deepEqual(
      (document[list] as JsonObject[]).map((item) => item[id]),
      Array.from({ length: 1250 }, (_, index) => `https://example.org/annotations/v1/n${index + 1}`),
    );
    t.is(document[id], `https://example.org/iiif/presentation/${version}/annotations/v1`);
    const one = form.items(rows(1)).length;
    t.true(Math.max(...pieces.map(({ length }) => length)) < 110 * (one + 5));
    const empty = await written(form);
    t.deepEqual(empty.document[list], []);
  });

test('in a plain file, annotations are named within it, and are on its canvas', async (t) => {
  const urls = new StaticUrls('https://files.example.org/codex', ['v1']);
  const { document } = await written(staticPageForm('v1', urls), rows(1));
  const address = 'https://files.example.org/codex/annotations/v1.json';
  t.is(document['id'], address);
  t.like((document['items'] as JsonObject[])[0], {
    id: `${address}#v1/n1`,
    target: 'https://files.example.org/codex/canvas/v1#xywh=1,2,3,4',
  });
});
