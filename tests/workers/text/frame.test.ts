import test from 'ava';
import { UnreadableError } from '../../../manifests/errors.ts';
import { frameOf } from '../../../workers/text/frame.ts';
import type { TextPage } from '../../../workers/text/model.ts';
import { Remarks } from '../../../workers/text/remarks.ts';

const view = { id: 'v', width: 500, height: 1000, image: { width: 1000, height: 2000 } };
const page = (some: Partial<TextPage>): TextPage => ({ index: 0, unit: 'pixel', parts: [], ...some });

test('coordinates are scaled from the page, from the image where the page has no size, or are the view’s own', (t) => {
  const remarks = new Remarks();
  const scales = (some: Partial<TextPage>): number[] => {
    const { scaleX, scaleY } = frameOf(page(some), view, remarks);
    return [scaleX, scaleY];
  };
  t.deepEqual(scales({ unit: 'inch1200', width: 5000, height: 10000 }), [0.1, 0.1]);
  t.deepEqual(scales({ unit: 'relative', width: 1, height: 1 }), [500, 1000]);
  t.deepEqual(scales({}), [0.5, 0.5]);
  t.deepEqual(scales({ unit: 'view' }), [1, 1]);
  t.deepEqual(remarks.list(), []);
});

const toldOf = (width: number): string[] => {
  const remarks = new Remarks();
  frameOf(page({ width, height: 2000 }), view, remarks);
  return remarks.list().map(({ message }) => message);
};

test('proportions that differ by more than two in a hundred are told', (t) => {
  t.deepEqual([1000, 1019, 982].flatMap(toldOf), []);
  t.regex(toldOf(1030)[0]!, /1030 × 2000, its view 500 × 1000: their proportions differ by 3 %/);
  t.regex(toldOf(500)[0]!, /100 %/);
});

test('millimetres of a page without a size are refused', (t) => {
  t.throws(() => frameOf(page({ unit: 'mm10' }), view, new Remarks()), {
    instanceOf: UnreadableError,
    message: /measured in mm10/,
  });
});
