import { createHash } from 'node:crypto';
import { access, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import sharp from 'sharp';
import { inNaturalOrder } from '../../../server/cli/collect.ts';
import { startProduct } from '../../product.ts';
import type { Product } from '../../product.ts';

let product: Product;
test.before(async () => {
  product = await startProduct();
});
test.after.always(() => product[Symbol.asyncDispose]());

async function picture(name: string, background: string, width = 60, height = 40): Promise<string> {
  const path = join(product.folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toFile(path);
  return path;
}

const info = async (asset: string | undefined): Promise<{ width: number; height: number }> =>
  (await (await fetch(`${product.url}/iiif/image/3/${asset}/info.json`)).json()) as { width: number; height: number };

test('other bytes at the same path are served under the same address, and the same bytes change nothing', async (t) => {
  const path = await picture('changing.png', '#f00');
  const [first] = await product.add([path]);
  t.like(await info(first?.asset), { width: 60, height: 40 });
  const tile = await fetch(`${first?.url}/full/max/0/default.png`);
  t.deepEqual(await colour(tile), [254, 0, 0]);
  const [same] = await product.add([path]);
  t.like(same, { asset: first?.asset, object: first?.object, unchanged: true });
  await picture('changing.png', '#00f', 80, 30);
  const [second] = await product.add([path]);
  t.like(second, { asset: first?.asset, object: first?.object, state: 'ready', unchanged: false });
  t.like(await info(first?.asset), { width: 80, height: 30 });
  t.deepEqual(await colour(await fetch(`${first?.url}/full/max/0/default.png`)), [0, 0, 254]);
  t.deepEqual((await readdir(join(product.data, 'derivatives', first?.asset ?? ''))).toSorted(), ['1', '2']);
});

async function colour(response: Response): Promise<number[]> {
  const { data } = await sharp(await response.arrayBuffer())
    .extract({ left: 10, top: 10, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

test('a master in place is served, and not copied; when it is gone, that is said', async (t) => {
  const path = await picture('masters/master.png', '#0a0');
  const [added] = await product.add([path], ['--in-place']);
  t.is(added?.state, 'ready');
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  await t.throwsAsync(access(join(product.data, 'originals', sha256.slice(0, 2), sha256)), { code: 'ENOENT' });
  t.is((await fetch(`${product.url}/originals/${added?.asset}`)).status, 200);
  await rename(path, `${path}.moved`);
  const response = await fetch(`${product.url}/originals/${added?.asset}`);
  t.is(response.status, 404);
  t.is((await fetch(`${added?.url}/full/max/0/default.jpg`)).status, 200);
});

test('a folder is one object of its files in natural order, without what file managers leave and without links', async (t) => {
  for (const name of ['f10.png', 'f2.png', 'sub/f1.png']) await picture(`book/${name}`, '#456');
  const book = join(product.folder, 'book');
  for (const name of ['.DS_Store', 'Thumbs.db', 'sub/.hidden']) await writeFile(join(book, name), 'x');
  await symlink('/etc/passwd', join(book, 'passwd.png'));
  const added = await product.add([book]);
  t.deepEqual(added.map(({ name }) => name).toSorted(inNaturalOrder), ['f2.png', 'f10.png', 'sub/f1.png']);
  t.is(new Set(added.map(({ object }) => object)).size, 1);
  const manifest = (await (await fetch(`${product.url}/iiif/presentation/3/manifests/book`)).json()) as {
    items: { label: unknown }[];
  };
  t.deepEqual(
    manifest.items.map(({ label }) => label),
    [{ none: ['f2'] }, { none: ['f10'] }, { none: ['sub/f1'] }],
  );
});

test('what fails is told with its reason and a code of 1, and the others of the batch are done', async (t) => {
  const good = await picture('batch/good.png', '#222');
  const empty = join(product.folder, 'batch', 'empty.tif');
  const lying = join(product.folder, 'batch', 'lying.jpg');
  await writeFile(empty, '');
  await writeFile(lying, 'I am no JPEG, whatever my name says');
  const { code, stdout } = await product.run('add', empty, lying, good);
  t.is(code, 1);
  const lines = stdout.trim().split('\n');
  t.is(lines.length, 3);
  t.true(
    lines.some((line) => /^a\w{10} {2}failed {2}empty.tif: .*empty/i.test(line)),
    stdout,
  );
  t.true(
    lines.some((line) => /^a\w{10} {2}failed {2}lying.jpg: .+/.test(line)),
    stdout,
  );
  t.true(
    lines.some((line) =>
      new RegExp(`^a\\w{10} {2}ready {3}good.png {2}60 × 40 {2}${product.url}/iiif/image/3/a\\w{10}$`).test(line),
    ),
    stdout,
  );
  const status = await product.run('status');
  t.is(status.code, 1);
  t.regex(status.stdout, /failed\n/);
  t.regex(status.stdout, /empty.tif: .*empty/i);
});

test('a failed file that was mended in place is tried again and becomes ready', async (t) => {
  const path = join(product.folder, 'mended.png');
  await writeFile(path, 'broken');
  const [failed] = await product.add([path]);
  await rm(path);
  await picture('mended.png', '#789');
  const [ready] = await product.add([path]);
  t.is(failed?.state, 'failed');
  t.like(ready, { asset: failed?.asset, state: 'ready' });
});

/** Of the first canvas of a manifest, in English. */
async function measuresOf(object: string): Promise<Record<string, string>> {
  const { items } = (await (await fetch(`${product.url}/iiif/presentation/3/manifests/${object}`)).json()) as {
    items: { metadata: { label: { en: string[] }; value: { en: string[] } }[] }[];
  };
  return Object.fromEntries(items[0]?.metadata.map(({ label, value }) => [label.en[0], value.en[0]]) ?? []);
}

test('what is found in a scan is told, and a wrong unit is put right', async (t) => {
  t.timeout(120_000);
  const path = join(product.folder, 'shard.unitsm.obj');
  await writeFile(path, 'mtllib gone.mtl\nusemtl clay\nv 0 0 0\nv 300 0 0\nv 0 400 0\nf 1 2 3\n');
  const { code, stdout } = await product.run('add', path);
  t.is(code, 0);
  const [line = '', ...found] = stdout.trimEnd().split('\n');
  const [asset = ''] = line.split(' ');
  t.true(found.some((warning) => warning.includes('gone.mtl')));
  t.true(found.some((warning) => /400 metres long.*vitrine edit --asset ID --unit mm/.test(warning)));
  const [again] = await product.add([path]);
  t.like(again, { asset, unchanged: true });
  t.deepEqual(
    again?.warnings?.map((warning) => `  ${warning}`),
    found,
  );
  const status = await product.run('status');
  t.true(status.stdout.includes(`  ${asset}  ${again?.object}  shard.unitsm.obj\n`));
  t.true(found.every((warning) => status.stdout.includes(warning)));
  const { assets } = (await (await fetch(`${product.url}/api/objects/${again?.object}`)).json()) as {
    assets: { warnings: string[] }[];
  };
  t.deepEqual(assets[0]?.warnings, again?.warnings);
  t.like(await measuresOf(again?.object ?? ''), {
    'Width × height × depth': '300 × 400 × 0 m',
    'Closed surface': 'no',
  });

  t.is((await product.run('edit', '--asset', asset, '--unit', 'mm')).code, 0);
  while ((await measuresOf(again?.object ?? ''))['Width × height × depth'] !== '30 × 40 × 0 cm') await sleep(100);
  const mended = JSON.parse((await product.run('status', '--json')).stdout) as {
    remarks: { id: string; warnings: string[] }[];
  };
  const left = mended.remarks.find(({ id }) => id === asset)?.warnings ?? [];
  t.true(left.some((warning) => warning.includes('gone.mtl')));
  t.false(left.some((warning) => warning.includes('metres long')));
});

test('a label, rights or metadata that cannot be are refused before anything is added', async (t) => {
  const path = await picture('refused.png', '#111');
  for (const [flags, sentence] of [
    [
      ['--rights', 'CC0'],
      /Expected a URI of creativecommons.org or rightsstatements.org for --rights but received "CC0"/,
    ],
    [
      ['--date', '1610-02-30'],
      /Expected a year such as 1610, or a date such as 1610-03-13, for --date but received "1610-02-30"/,
    ],
    [['--metadata', 'Date'], /Expected NAME=VALUE for --metadata but received "Date"/],
    [
      ['--object', 'Not A Slug'],
      /Expected lower-case letters, digits and single hyphens for the id of an object but received "Not A Slug"/,
    ],
  ] as const) {
    const { code, stderr } = await product.run('add', path, ...flags);
    t.is(code, 1);
    t.regex(stderr, sentence);
  }
});

test('without a running server, add does the work itself and leaves nothing running', async (t) => {
  await using other = await startProduct();
  await other.stop();
  const path = await picture('alone.png', '#987');
  const [added] = await other.add([path]);
  t.is(added?.state, 'ready');
  t.deepEqual(
    (await readdir(join(other.data, 'postgres')).catch(() => [])).filter((name) => name === 'postmaster.pid'),
    [],
  );
});
