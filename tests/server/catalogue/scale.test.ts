import test from 'ava';
import { believableScale } from '../../../server/catalogue/scale.ts';

test('the scale of a scan is believed, for the page that it was read of', (t) => {
  t.is(believableScale({ pixelsPerInch: 400, format: 'tiff' }, 1), 400);
  t.is(believableScale({ pixelsPerInch: 400, format: 'tiff' }, 2), undefined);
  t.is(believableScale({ pixelsPerInch: 400, format: 'tiff' }, 1, 0.25), 100);
  // 96 of the file say nothing; 96 that are left of 192 do.
  t.is(believableScale({ pixelsPerInch: 192, format: 'tiff' }, 1, 0.5), 96);
});

test('what software writes that knows none is not believed', (t) => {
  for (const pixelsPerInch of [72, 96, 1, 0, undefined, '300', Number.NaN]) {
    t.is(believableScale({ pixelsPerInch, format: 'jpeg' }, 1), undefined, String(pixelsPerInch));
  }
  t.is(believableScale({ pixelsPerInch: 300, format: 'svg' }, 1), undefined);
});
