import test from 'ava';
import { chooseText, direction, readLanguageMap } from '../../../viewer/iiif/language.ts';

const map = { en: ['Night Watch'], nl: ['De Nachtwacht'], 'pt-BR': ['A Ronda Noturna'], none: ['SK-C-5'] };

test('the first of the visitor’s languages that is there is chosen', (t) => {
  t.deepEqual(chooseText(map, ['fi', 'nl-BE', 'en']), { language: 'nl', values: ['De Nachtwacht'] });
});

test('another variety of the same language comes before the next language', (t) => {
  t.is(chooseText(map, ['pt-PT', 'en']).language, 'pt-BR');
});

test('what has no language is shown when none matches', (t) => {
  t.deepEqual(chooseText(map, ['ja']), { language: null, values: ['SK-C-5'] });
});

test('English is shown when nothing matches and everything has a language', (t) => {
  t.is(chooseText({ nl: ['De Nachtwacht'], en: ['Night Watch'] }, ['ja']).language, 'en');
  t.is(chooseText({ nl: ['De Nachtwacht'] }, ['ja']).language, 'nl');
});

test('an empty map gives no values', (t) => {
  t.deepEqual(chooseText({}, ['en']), { language: null, values: [] });
});

test('strings of other documents and broken maps are read without complaint', (t) => {
  t.deepEqual(readLanguageMap('Codex'), { none: ['Codex'] });
  t.deepEqual(readLanguageMap({ en: 'Codex', de: [1, 'Kodex'], fr: [] }), { en: ['Codex'], de: ['Kodex'] });
  t.deepEqual(readLanguageMap(null), {});
});

test('scripts decide the direction before languages do', (t) => {
  t.is(direction('ar'), 'rtl');
  t.is(direction('he-IL'), 'rtl');
  t.is(direction('az-Arab'), 'rtl');
  t.is(direction('ar-Latn'), 'ltr');
  t.is(direction('nl'), 'ltr');
  t.is(direction(null), 'auto');
});
