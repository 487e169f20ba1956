import test from 'ava';
import { findJp2Encoder } from '../../../../server/image/jp2.ts';
import { startProduct } from '../../../product.ts';
import { addSquares, serviceOf } from './running.ts';
import { CHECKS, JP2_CHECK } from './validator-checks.ts';
import { Suite } from './validator.ts';

const PICTURE = { columns: 10, rows: 10 };

test('the checks of the official validator pass in 2.1 and 3.0', async (t) => {
  t.timeout(180_000);
  await using product = await startProduct();
  const picture = await addSquares(product, PICTURE.columns, PICTURE.rows);
  const checks = (await findJp2Encoder()) ? [...CHECKS, JP2_CHECK] : CHECKS;
  for (const version of ['3.0', '2.1'] as const) {
    const suite = new Suite(serviceOf(product, version, picture, PICTURE));
    for (const { name, only, run } of checks) {
      if (only !== undefined && only !== version) continue;
      await t.notThrowsAsync(run(suite), `${name}, ${version}`);
    }
  }
});
