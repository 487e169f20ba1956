import test from 'ava';
import { readAnnotation } from '../../../../manifests/annotations/model/read.ts';
import { entryOf } from '../../../../manifests/annotations/search/entry.ts';
import { matchesIn } from '../../../../manifests/annotations/search/matches.ts';
import { readQuery } from '../../../../manifests/annotations/search/query.ts';

const entry = (body: unknown) =>
  entryOf(readAnnotation({ type: 'Annotation', motivation: 'tagging', body, target: 'http://example.org/x' }), {
    creator: { id: 'vitrine:/agents/w1' },
    created: '2026-01-02T03:04:05Z',
  });

test('an entry has words at their positions, bodies apart, and marks', (t) => {
  const { terms, texts, stems, created } = entry([
    { type: 'TextualBody', value: 'Two birds two', language: 'en-GB', format: 'text/plain' },
    { type: 'TextualBody', value: '<p>城春</p>', language: 'zh', format: 'text/html' },
    'http://example.org/term',
  ]);
  t.is(
    terms,
    "'two':1,3 'birds':2 '城':6 '城春':6 '春':7 '@motivation tagging' '@user vitrine:/agents/w1' '@body http://example.org/term'",
  );
  t.deepEqual(texts, ['Two birds two', '城春']);
  t.deepEqual(stems, [
    { dictionary: 'english', word: 'two', at: '1,3' },
    { dictionary: 'english', word: 'birds', at: '2' },
  ]);
  t.is(created, '2026-01-02T03:04:05.000Z');
});

test('matches are told with what is around them, and half characters are not', (t) => {
  const matches = matchesIn(['one 𝄞 bird, two birds'], readQuery('bird* "two birds"') ?? [], new Map(), {});
  t.deepEqual(
    matches.map(({ exact }) => exact),
    ['bird', 'two birds', 'birds'],
  );
  t.deepEqual(matches[0], { before: 'one 𝄞 ', exact: 'bird', after: ', two birds' });
  const [late] = matchesIn([`${'x '.repeat(20)}𝄞${'y'.repeat(59)} bird`], readQuery('bird') ?? [], new Map(), {});
  t.is(late?.before.length, 60);
});
