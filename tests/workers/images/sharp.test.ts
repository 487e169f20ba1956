import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { open } from '../../../workers/images/sharp.ts';
import { plain } from './samples.ts';

for (const [format, made] of [
  ['v', 'libvips'],
  ['csv', 'a table'],
  ['svg', 'an SVG'],
] as const) {
  test(`no loader reads ${made} from a path, whatever a file pretends to be`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-door-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const path = join(folder, `file.${format}`);
    if (format === 'v') await plain(8, 8, [1, 2, 3]).toFile(path);
    else
      writeFileSync(
        path,
        format === 'csv' ? '1,2\n3,4\n' : '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      );
    await t.throwsAsync(() => open(path).metadata());
  });
}
