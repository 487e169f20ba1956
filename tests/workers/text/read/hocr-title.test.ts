import test from 'ava';
import { parseTitle } from '../../../../workers/text/read/hocr-title.ts';

const TITLES: [string | undefined, Record<string, string>][] = [
  ['bbox 1 2 3 4 ; x_wconf 42', { bbox: '1 2 3 4', x_wconf: '42' }],
  ['bbox 0 0 2701 3749;x_source a_7;ocrp_lang de', { bbox: '0 0 2701 3749', x_source: 'a_7', ocrp_lang: 'de' }],
  ['image "C:\\a;b.png"; bbox 1 2 3 4', { image: 'C:\\a;b.png', bbox: '1 2 3 4' }],
  ["image 'x.png'", { image: 'x.png' }],
  ['image "/tmp/a.png', { image: '"/tmp/a.png' }],
  ['bbox 1 2 3 4; bbox 5 6 7 8;', { bbox: '1 2 3 4' }],
  [undefined, {}],
  ['', {}],
];

for (const [title, properties] of TITLES) {
  test(`the properties of ${JSON.stringify(title)}`, (t) =>
    t.deepEqual(Object.fromEntries(parseTitle(title)), properties));
}
