import test from 'ava';
import { queryText, readQuery } from '../../../../manifests/annotations/search/query.ts';

const text = (q: string, stems: Record<string, string[]> = {}): string =>
  queryText(readQuery(q) ?? [], new Map(Object.entries(stems)));

test('a query becomes one of PostgreSQL: all words, in their other forms', (t) => {
  t.is(text('Birds bush', { birds: ['english~bird'] }), "('birds' | 'english~bird') & ('bush')");
});

test('phrases keep their order, and a star is the rest of a word', (t) => {
  t.is(text('"two birds"', { birds: ['english~bird'] }), "('two' <1> 'birds')");
  t.is(text('“two birds” bu*'), "('two' <1> 'birds') & ('bu':*)");
  t.is(text('birds-eye'), "('birds' <1> 'eye')");
});

test('characters of scripts without spaces are looked for in pairs', (t) => {
  t.is(text('城春草'), "('城春' <1> '春草')");
  t.is(text('城'), "('城')");
  t.is(text('城春 草'), "('城春') & ('草')");
  t.is(text('"城春，草"'), "('城春' <2> '草')");
});

test('an IRI is that of a body, and what is no word is nothing', (t) => {
  t.is(text('http://example.org/a?b=1'), "('@body http://example.org/a?b=1')");
  t.is(text("urn:it's:x"), "('@body urn:it''s:x')");
  for (const q of ['', '  ', '!!!', '"', '*', '& | !']) t.is(readQuery(q), undefined, q);
});
