import test from 'ava';
import { meshNumbers } from '../../../manifests/meshes/numbers.ts';
import { measures } from '../../../manifests/presentation/measures.ts';
import { MESH } from './examples.ts';

/** Label → value, in one language. */
const told = (language: string, numbers = {}) =>
  Object.fromEntries(
    measures({ ...MESH, ...numbers }).map(({ label, value }) =>
      [label, value].map((text) => (typeof text === 'string' ? text : text[language]?.[0])),
    ),
  );

test('a visitor reads the size of a scan in a unit that fits, and its numbers as their language writes them', (t) => {
  t.deepEqual(told('en'), {
    Triangles: '1,234,567',
    Vertices: '617,285',
    'Width × height × depth': '10 × 25 × 8 cm',
    Surface: '1,200 cm²',
    Texture: '16.8 megapixels',
  });
  t.like(told('de', { size: [1.5, 12.25, 0.1], area: 3.25, volume: 0.125 }), {
    Dreiecke: '1.234.567',
    'Breite × Höhe × Tiefe': '1,5 × 12,3 × 0,1 m',
    Oberfläche: '3,25 m²',
    Volumen: '0,125 m³',
  });
  t.is(told('fr', { size: [0.0015, 0.002, 0] })['Largeur × hauteur × profondeur'], '1,5 × 2 × 0 mm');
});

test('a visitor reads whether a surface is closed, and of how many parts a scan is where they are several', (t) => {
  t.like(told('en', { closed: true, parts: 1200 }), { 'Closed surface': 'yes', Parts: '1,200' });
  t.like(told('de', { closed: false, parts: 2 }), { 'Geschlossene Oberfläche': 'nein', Teile: '2' });
  t.is(told('en')['Closed surface'], undefined, 'nobody looked');
  t.like(meshNumbers({ closed: false, parts: 3 }), { closed: false, parts: 3 });
});

test('a unit that nobody knows is said to be estimated', (t) => {
  t.is(told('en', { unitIsGuess: true })['Width × height × depth (unit estimated)'], '10 × 25 × 8 cm');
});

test('what a worker did not note, or noted strangely, is not told', (t) => {
  t.deepEqual(
    measures(meshNumbers({ triangles: 3, size: ['x', null], volume: Number.NaN, area: null })).length,
    2,
    'triangles and vertices',
  );
});
