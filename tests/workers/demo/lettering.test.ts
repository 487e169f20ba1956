import test from 'ava';
import { FIGURES, STAR_NAMES } from '../../../workers/demo/figures.ts';
import { level, measure, spaced, write } from '../../../workers/demo/lettering.ts';
import { Plate } from '../../../workers/demo/plate.ts';

test('every name of the chart can be written', (t) => {
  const names = [...Object.values(STAR_NAMES), ...Object.values(FIGURES).map(([name]) => name)];
  for (const name of names) t.true(measure(name, 8) > 0 && measure(spaced(name), 8) > measure(name, 8), name);
});

test('a text stays between its ends and between its base line and its height', (t) => {
  const plate = new Plate(400, 100, 1);
  const length = measure('VITRINE', 40);
  write(plate, 'sepia', 'VITRINE', 40, level([200, 70], length));
  const inked = Array.from({ length: 400 * 100 }, (_, i) => i).filter((i) => plate.pixels[i * 4]! > 0);
  const columns = inked.map((i) => i % 400);
  const rows = inked.map((i) => Math.floor(i / 400));
  t.true(Math.min(...columns) > 200 - length / 2 - 4 && Math.max(...columns) < 200 + length / 2 + 4);
  t.true(Math.min(...rows) > 26 && Math.max(...rows) < 74);
});
