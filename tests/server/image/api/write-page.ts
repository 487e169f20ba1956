import { readFile, writeFile } from 'node:fs/promises';
import { findJp2Encoder } from '../../../../server/image/jp2.ts';
import { PAGE, makeTables, startWithPicture, withMadePart } from './running.ts';

if (!(await findJp2Encoder())) throw new Error('The page needs JPEG 2000: install vips (Debian: libvips-tools)');
await using product = await startWithPicture();
const { markdown, gaps } = await makeTables(product, product.picture, true);
await writeFile(PAGE, withMadePart(await readFile(PAGE, 'utf8'), markdown));
for (const { section, feature, gap } of gaps) console.error(`${section}, ${feature.name}: ${gap}`);
if (gaps.length > 0) process.exitCode = 1;
