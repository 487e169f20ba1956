import test from 'ava';
import { readCollection } from '../../../viewer/iiif/collection.ts';

test('objects and collections are kept in order, other things are not', (t) => {
  const { entries, label } = readCollection({
    label: { en: ['All'] },
    items: [
      { id: 'https://a/m/1', type: 'Manifest', label: { en: ['One'] }, navDate: '1642-01-01T00:00:00Z' },
      { id: 'https://a/c/2', type: 'Collection', label: { en: ['Two'] } },
      { id: 'https://a/x', type: 'Canvas' },
      { type: 'Manifest' },
    ],
  });
  t.deepEqual(label, { en: ['All'] });
  t.deepEqual(
    entries.map((entry) => [entry.id, entry.type, entry.navDate]),
    [
      ['https://a/m/1', 'Manifest', '1642-01-01T00:00:00Z'],
      ['https://a/c/2', 'Collection', null],
    ],
  );
});
