import test from 'ava';
import { fc } from '../../properties.ts';
import { ecliptic, figureLines, milkyWay, project, star, STARS, unproject } from '../../../workers/demo/sky.ts';

const CHART = { centre: [1000, 800], radius: 700 } as const;

test('a direction that was projected comes back', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 359.99, noNaN: true }),
      fc.double({ min: -38, max: 89.9, noNaN: true }),
      (ra, dec) => {
        const back = unproject(CHART, project(CHART, { ra, dec }));
        t.true(Math.abs(back.dec - dec) < 1e-6);
        t.true(Math.abs(((back.ra - ra + 540) % 360) - 180) < 1e-6);
      },
    ),
  );
});

test('Orion stands upright at the bottom, Betelgeuse above Rigel and to its left', (t) => {
  const [betelgeuse, rigel] = [project(CHART, star('αOri')), project(CHART, star('βOri'))];
  t.true(rigel[1] > CHART.centre[1] && betelgeuse[1] < rigel[1] && betelgeuse[0] < rigel[0]);
});

test('the sun is at the solstice at 90° and at the equinox at 180°', (t) => {
  t.true(Math.abs(ecliptic(90).ra - 90) < 1e-6 && Math.abs(ecliptic(90).dec - 23.439) < 1e-6);
  t.true(Math.abs(ecliptic(180).dec) < 1e-6);
});

test('the Milky Way runs through Cassiopeia and not through the galactic pole', (t) => {
  t.true(milkyWay({ ra: 14, dec: 61 }) > 0.15);
  t.true(milkyWay({ ra: 192.86, dec: 27.13 }) < 0.001);
});

test('the stars are in order of brightness and Sirius is the first', (t) => {
  t.is(STARS[0]!.name, 'αCMa');
  t.true(STARS.every(({ magnitude }, i) => i === 0 || magnitude >= STARS[i - 1]!.magnitude));
});

test('every figure joins stars of the catalogue, none farther than 25° apart', (t) => {
  const radians = Math.PI / 180;
  for (const [a, b] of figureLines()) {
    const cosine =
      Math.sin(a.dec * radians) * Math.sin(b.dec * radians) +
      Math.cos(a.dec * radians) * Math.cos(b.dec * radians) * Math.cos((a.ra - b.ra) * radians);
    t.true(Math.acos(cosine) / radians < 25, `${a.name} ${b.name}`);
  }
});

test('a star that is not in the catalogue is named in the error', (t) => {
  t.throws(() => star('ωXyz'), { message: /ωXyz/ });
});
