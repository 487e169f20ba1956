import test from 'ava';
import { rightsName } from '../../../viewer/iiif/rights.ts';

const names: [string, string][] = [
  [
    'http://creativecommons.org/licenses/by-nc-sa/4.0/',
    'Creative Commons Attribution-NonCommercial-ShareAlike 4.0 (CC BY-NC-SA)',
  ],
  ['https://creativecommons.org/publicdomain/zero/1.0/', 'Creative Commons Zero 1.0 (CC0)'],
  ['http://creativecommons.org/publicdomain/mark/1.0/', 'Public Domain Mark 1.0'],
  ['http://rightsstatements.org/vocab/InC-EDU/1.0/', 'In Copyright – Educational Use Permitted'],
  ['https://example.org/terms', 'https://example.org/terms'],
  ['http://creativecommons.org/licenses/by-junk/4.0/', 'http://creativecommons.org/licenses/by-junk/4.0/'],
];

for (const [uri, name] of names) {
  test(`${uri} is shown as “${name}”`, (t) => {
    t.is(rightsName(uri), name);
  });
}
