import test from 'ava';
import { budgetFor, detailAt, nextStrain } from '../../../viewer/twin/detail.ts';

test('a phone is given less memory and fewer pixels than a desk', (t) => {
  const desk = budgetFor({ memory: 8, touch: false, pixelRatio: 1 });
  const phone = budgetFor({ memory: 4, touch: true, pixelRatio: 3 });
  t.is(desk.cache.high, 2 ** 30);
  t.true(phone.cache.high <= 400 * 2 ** 20);
  t.true(phone.cache.low < phone.cache.high);
  t.is(phone.pixelRatio, 2);
  t.true(phone.error / phone.pixelRatio > desk.error, 'in CSS pixels');
  t.true(budgetFor({ memory: undefined, touch: true, pixelRatio: 2 }).cache.high < 256 * 2 ** 20);
});

test('slow frames reduce detail until they are quick, and then it comes back', (t) => {
  let strain = 1;
  for (let frame = 0; frame < 100; frame++) strain = nextStrain(strain, 120);
  t.is(strain, 8);
  const budget = budgetFor({ memory: 8, touch: false, pixelRatio: 2 });
  const coarse = detailAt(budget, strain);
  t.true(coarse.error > budget.error * 4);
  t.true(coarse.pixelRatio < 1);
  t.is(nextStrain(strain, 25), strain, 'fast enough changes nothing');
  for (let frame = 0; frame < 100; frame++) strain = nextStrain(strain, 16);
  t.is(strain, 1);
  t.deepEqual(detailAt(budget, strain), { error: budget.error, pixelRatio: budget.pixelRatio });
});
