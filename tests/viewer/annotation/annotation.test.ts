import test from 'ava';
import { readCanvas } from '../../../viewer/iiif/canvas.ts';
import { readNote, type Note } from '../../../viewer/annotation/annotation.ts';

const canvas = readCanvas({ id: 'https://a.org/iiif/canvas/v1', type: 'Canvas', width: 1000, height: 500 });

function note(json: object): Note | null {
  return canvas === null
    ? null
    : readNote({ id: 'https://a.org/annotations/v1/n1', type: 'Annotation', ...json }, canvas, 'page');
}

test('texts, tags and links are told apart by their purpose', (t) => {
  const read = note({
    motivation: 'commenting',
    body: [
      { type: 'TextualBody', value: 'A word', language: ['de', 'en'] },
      { type: 'TextualBody', value: 'red', purpose: 'tagging' },
      { type: 'SpecificResource', source: 'https://b.org/x', purpose: 'linking' },
      'https://www.c.org/y',
    ],
    target: 'https://a.org/iiif/canvas/v1#xywh=10,20,30,40',
  });
  t.deepEqual(read?.texts, [{ value: 'A word', format: 'text/plain', language: 'de' }]);
  t.deepEqual(read?.tags, ['red']);
  t.deepEqual(
    read?.links.map(({ label }) => label),
    ['b.org/x', 'c.org/y'],
  );
  t.deepEqual(read?.shape, { type: 'rectangle', x: 10, y: 20, width: 30, height: 40 });
  t.is(read?.key, 'n1');
});

test('of a choice the first is read, and of what tags nothing but a tag, the tag', (t) => {
  const items = [{ value: 'first' }, { value: 'second' }];
  t.is(note({ body: { type: 'Choice', items } })?.texts[0]?.value, 'first');
  t.deepEqual(note({ motivation: ['tagging'], body: { value: 'x' } })?.tags, ['x']);
  t.is(note({ bodyValue: 'plain' })?.texts[0]?.value, 'plain');
});

test('a machine is told from a person, and from the program that a person wrote with', (t) => {
  const person = { type: 'Person', name: 'Ada' };
  const program = { type: 'Software', name: 'Finder' };
  t.is(note({ creator: person, generator: program })?.machine, null);
  t.deepEqual(note({ creator: program })?.machine, { name: 'Finder', confidence: null });
  t.is(note({ creator: person, generator: program, body: { value: 'x', confidence: 0.5 } })?.machine?.confidence, 0.5);
});

test('wrong shapes of what anybody may have written are nothing', (t) => {
  const read = note({ motivation: 7, body: [null, 3, { value: 5 }], creator: [], created: 'yesterday', target: 9 });
  t.like(read, { texts: [], tags: [], links: [], creator: null, created: null, shape: null, figure: null });
  t.is(canvas && readNote({ type: 'Annotation' }, canvas, ''), null);
});
