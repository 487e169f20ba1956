import { readFile } from 'node:fs/promises';
import test from 'ava';
import { findJp2Encoder } from '../../../../server/image/jp2.ts';
import { PAGE, madePart, makeTables, startWithPicture, withoutJp2 } from './running.ts';

test('docs/image-api.md is what the running server answers, without a gap (npm run docs writes it)', async (t) => {
  t.timeout(180_000);
  await using product = await startWithPicture();
  const hasJp2 = (await findJp2Encoder()) !== undefined;
  const { markdown, gaps } = await makeTables(product, product.picture, hasJp2);
  t.deepEqual(
    gaps.map(({ section, feature, gap }) => `${section}, ${feature.name}: ${gap}`),
    [],
  );
  const made = madePart(await readFile(PAGE, 'utf8'));
  t.is(markdown, hasJp2 ? made : withoutJp2(made));
});
