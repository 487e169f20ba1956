import test from 'ava';
import { manifest } from '../../../manifests/presentation/manifest.ts';
import { check } from './check.ts';
import { placement, twin, urls, view } from './examples.ts';

interface Draft {
  [key: string]: unknown;
  items: { [key: string]: unknown; items: { items: Record<string, unknown>[] }[] }[];
}

function canvasOf(draft: Draft): Draft['items'][number] {
  return draft.items[0]!;
}

function painting(draft: Draft): Record<string, unknown> {
  return canvasOf(draft).items[0]!.items[0]!;
}

test('a right manifest passes and each broken demand is named', (t) => {
  const right = JSON.stringify(
    manifest(twin([view('v1', [placement('a')])], { metadata: [{ label: 'L', value: 'V' }] }), urls),
  );
  const broken = (change: (draft: Draft) => void): string[] => {
    const draft: Draft = JSON.parse(right);
    change(draft);
    return check(draft);
  };

  t.deepEqual(check(JSON.parse(right)), []);
  t.deepEqual(
    [
      broken((draft) => delete draft['id']),
      broken((draft) => (draft['label'] = 'Venus')),
      broken((draft) => (draft['label'] = { none: 'Venus' })),
      broken((draft) => (draft.items = [])),
      broken((draft) => (draft['navDate'] = '1820')),
      broken((draft) => (draft['metadata'] = [{ label: { none: ['L'] } }])),
      broken((draft) => (draft['summary'] = { none: ['<p>a<script>b</script></p>'] })),
      broken((draft) => (draft['summary'] = { none: ['<p>a</p><p>b</p>'] })),
      broken((draft) => (draft['summary'] = { none: ['<p>a & b</p>'] })),
      broken((draft) => (draft['start'] = {})),
      broken((draft) => delete canvasOf(draft)['width']),
      broken((draft) => (canvasOf(draft)['id'] = 'https://example.org/c#1')),
      broken((draft) => (draft.items = [canvasOf(draft), canvasOf(draft)])),
      broken((draft) => (painting(draft)['target'] = 'https://example.org/other')),
      broken((draft) => (painting(draft)['target'] += '#xywh=4999,0,2,2')),
      broken((draft) => (painting(draft)['motivation'] = ['painting', 'x'])),
      broken((draft) => (painting(draft)['body'] = { type: 'Choice', items: [] })),
    ].map((wrong) => wrong[0] ?? 'passed'),
    [
      'manifest: must have id',
      'manifest.label: must be an object',
      'manifest.label: none must be an array of strings',
      'items: must have an item, or not be there',
      'manifest: navDate must be an XSD dateTime with a time zone, and is "1820"',
      'manifest.metadata[0]: must have value',
      'manifest.summary.none: must not hold script',
      'manifest.summary.none: must be one element',
      'manifest.summary.none: must be escaped',
      'manifest: must not have start',
      'items[0]: must have width',
      'items[0].id: must not have a fragment',
      'items[1].id: must be unique, and https://example.org/iiif/canvas/v1 is not',
      'items[0].items[0].items[0]: target must be its canvas',
      'items[0].items[0].items[0]: target must be inside of its canvas, and is xywh=4999,0,2,2',
      'items[0].items[0].items[0]: motivation must be painting',
      'items[0].items[0].items[0].body.items: must have an item, or not be there',
    ],
  );
});
