import test from 'ava';
import { fc } from '../../properties.ts';
import { difference, type Part } from '../../../viewer/annotation/difference.ts';

const told = (parts: readonly Part[]): string =>
  parts.map(({ kind, text }) => (kind === 'same' ? text : `[${kind === 'added' ? '+' : '-'}${text}]`)).join('');

test('words that stay are told from those that were removed and added', (t) => {
  t.is(told(difference('In principio erat verbum', 'In principio fuit verbum')), 'In principio [-erat][+fuit] verbum');
  t.is(told(difference('', 'new')), '[+new]');
  t.is(told(difference('old', '')), '[-old]');
  t.is(told(difference('a b c d', 'b c x d')), '[-a ]b c[+ x] d');
  t.is(told(difference('the same', 'the same')), 'the same');
});

test('scripts without spaces are compared by their words', (t) => {
  const parts = difference('我喜欢红色的花', '我喜欢蓝色的花');
  t.deepEqual(
    parts.map(({ kind }) => kind),
    ['same', 'removed', 'added', 'same'],
  );
});

test('both versions can be read from a difference, whatever they are', (t) => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', 'ä', '字', '\n'), { maxLength: 40 })
    .map((one) => one.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = difference(before, after);
      const join = (not: Part['kind']): string =>
        parts
          .filter(({ kind }) => kind !== not)
          .map((part) => part.text)
          .join('');
      t.is(join('added'), before);
      t.is(join('removed'), after);
    }),
  );
});

test('very long texts are told as one change, at once', (t) => {
  const [before, after] = ['x ', 'y '].map((one) => one.repeat(20_000)) as [string, string];
  t.deepEqual(
    difference(`same ${before}end`, `same ${after}end`).map(({ kind }) => kind),
    ['same', 'removed', 'added', 'same'],
  );
});
