import test from 'ava';
import { directionOf, languageTag } from '../../../../workers/text/read/language.ts';

const TAGS: [string | undefined, string | undefined][] = [
  ['eng', 'en'],
  ['ger', 'de'],
  ['en_US', 'en-US'],
  ['chi_sim', 'zh-Hans'],
  ['chi_tra_vert', 'zh-Hant'],
  ['Fraktur', 'de-Latf'],
  ['deu-frak', 'de-Latf'],
  ['grc', 'grc'],
  ['German', 'de'],
  ['Ancient Greek', 'grc'],
  ['other', undefined],
  ['und', undefined],
  ['Klingonisch 3', undefined],
  ['', undefined],
  [undefined, undefined],
];

for (const [name, tag] of TAGS) {
  test(`${name === undefined ? 'no language' : JSON.stringify(name)} is ${tag ?? 'no tag'}`, (t) =>
    t.is(languageTag(name), tag));
}

test('directions are those of HTML and of PAGE', (t) => {
  t.deepEqual(['rtl', 'right-to-left', 'ltr', 'left-to-right', 'top-to-bottom'].map(directionOf), [
    'rtl',
    'rtl',
    'ltr',
    'ltr',
    undefined,
  ]);
});
