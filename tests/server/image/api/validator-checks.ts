import { ask, linksOf, must } from './ask.ts';
import { decode } from './decode.ts';
import { countPixels, statusCheck } from './validator.ts';
import type { Check, Suite } from './validator.ts';

const sized = (
  name: string,
  parameters: (s: number) => { size: string },
  range: [number, number],
  least: number,
): Check => ({
  name,
  async run(suite) {
    const side = suite.random(...range);
    const image = await suite.image(parameters(side));
    must('size', `${image.width},${image.height}`, `${side},${side}`);
    suite.mostSquares(image, Math.floor(side / 10), Math.floor(side / 10), least);
  },
});

/** Two corners of the picture after a turn, by the squares that must be there. */
async function corners(suite: Suite, rotation: string, first: [number, number], last: [number, number]): Promise<void> {
  const image = await suite.image({ rotation });
  must('width', Math.abs(image.width - 1000) <= 1, true);
  suite.mustBeSquare(image, ...first, [12, 12, 76, 76]);
  suite.mustBeSquare(image, ...last, [912, 912, 976, 976]);
}

const format = (name: string, extension: string, wanted: string): Check => ({
  name,
  run: async (suite) => void must('format', (await suite.image({ format: extension })).format, wanted),
});

export const CHECKS: readonly Check[] = [
  {
    name: 'info_json',
    async run(suite) {
      const { answer, info } = await suite.info();
      const { version, base, path } = suite.service;
      must('status', answer.status, 200);
      for (const name of ['width', 'height']) must(name, Number.isInteger(info[name]), true);
      must('id', info[version === '3.0' ? 'id' : '@id'], `${base}${path}`);
      must('context', info['@context'], `http://iiif.io/api/image/${version.slice(0, 1)}/context.json`);
      must('protocol', info['protocol'], 'http://iiif.io/api/image');
      const profile = info['profile'];
      if (version === '3.0') must('profile', profile, 'level0', 'level1', 'level2');
      else must('profile', String((profile as unknown[])[0]).startsWith('http://iiif.io/api/image/2/level'), true);
      for (const { width, height } of info['sizes'] as { width: number; height: number }[]) {
        must('size', Number.isInteger(width) && Number.isInteger(height), true);
      }
      for (const tile of info['tiles'] as { width: number; scaleFactors: unknown }[]) {
        must('tile', Number.isInteger(tile.width) && Array.isArray(tile.scaleFactors), true);
      }
      if (version !== '3.0') return;
      must('type', info['type'], 'ImageService3');
      for (const gone of ['license', 'attribution', 'logo']) must(gone, gone in info, false);
      must('rights', String(info['rights']).startsWith('http'), true);
      for (const extra of ['extraQualities', 'extraFormats', 'extraFeatures', 'service']) {
        must(extra, Array.isArray(info[extra]), true);
      }
      for (const service of info['service'] as object[]) must('service', 'id' in service && 'type' in service, true);
    },
  },
  { name: 'id_basic', run: async (suite) => void (await suite.image()) },
  statusCheck('id_error_escapedslash', () => ({ identifier: 'a/b' }), 404),
  statusCheck('id_error_random', () => ({ identifier: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed' }), 404),
  statusCheck('id_error_unescaped', () => ({ identifier: '[frob]' }), 400, 404),
  {
    // Of an identifier with a hyphen, that is escaped; ours have none, so it is its first letter here.
    name: 'id_escaped',
    async run(suite) {
      const identifier = suite.service.path.slice(suite.service.path.lastIndexOf('/') + 1);
      await suite.image({ identifier: `%${identifier.charCodeAt(0).toString(16)}${identifier.slice(1)}` });
    },
  },
  { name: 'id_squares', run: async (suite) => suite.mostSquares(await suite.image(), 100, 100, 4) },
  statusCheck('region_error_random', (suite) => ({ region: suite.randomString(6) }), 400),
  {
    name: 'region_percent',
    async run(suite) {
      for (let i = 0; i < 5; i++) {
        const [x, y] = [suite.random(0, 9), suite.random(0, 9)];
        suite.mustBeSquare(await suite.image({ region: `pct:${x * 10 + 1},${y * 10 + 1},9,9` }), x, y);
      }
    },
  },
  {
    name: 'region_pixels',
    async run(suite) {
      for (let i = 0; i < 5; i++) {
        const [x, y] = [suite.random(0, 9), suite.random(0, 9)];
        suite.mustBeSquare(await suite.image({ region: `${x * 100 + 13},${y * 100 + 13},74,74` }), x, y);
      }
    },
  },
  {
    name: 'region_square',
    async run(suite) {
      const { width, height } = await suite.image({ region: 'square' });
      must('a square', width, height);
    },
  },
  {
    name: 'size_bwh',
    async run(suite) {
      const [width, height] = [suite.random(350, 750), suite.random(350, 750)];
      const side = Math.min(width, height);
      const image = await suite.image({ size: `!${width},${height}` });
      must('size', `${image.width},${image.height}`, `${side},${side}`);
      suite.mostSquares(image, Math.floor(side / 10), Math.floor(side / 10), 3);
    },
  },
  sized('size_ch', (side) => ({ size: `,${side}` }), [450, 750], 4),
  statusCheck('size_error_random', (suite) => ({ size: suite.randomString(6) }), 400),
  {
    name: 'size_nofull',
    only: '3.0',
    run: async (suite) => void must('status', (await suite.fetch({ size: 'full' })).status, 400),
  },
  {
    name: 'size_noup',
    only: '3.0',
    async run(suite) {
      const side = suite.random(1100, 2000);
      for (const size of [`${side},${side}`, `,${side}`, `${side},`, 'pct:200']) {
        must(`status of ${size}`, (await suite.fetch({ size })).status, 400);
      }
      // The validator wants 400 here too. 4.2 says that the image must be as large as possible, not larger than the region.
      const { width, height } = await suite.image({ size: '!2000,3000' });
      must('size', `${width},${height}`, '1000,1000');
    },
  },
  {
    name: 'size_percent',
    async run(suite) {
      const percent = suite.random(45, 75);
      const image = await suite.image({ size: `pct:${percent}` });
      must('size', `${image.width},${image.height}`, `${percent * 10},${percent * 10}`);
      suite.mostSquares(image, percent, percent, 4);
    },
  },
  {
    name: 'size_region',
    async run(suite) {
      for (let i = 0; i < 5; i++) {
        const [side, x, y] = [suite.random(35, 90), suite.random(0, 9), suite.random(0, 9)];
        const image = await suite.image({ region: `${x * 100},${y * 100},100,100`, size: `${side},${side}` });
        must('size', `${image.width},${image.height}`, `${side},${side}`);
        suite.mustBeSquare(image, x, y);
      }
    },
  },
  { ...sized('size_up', (side) => ({ size: `,${side}` }), [1100, 2000], 3), only: '2.1' },
  sized('size_wc', (side) => ({ size: `${side},` }), [450, 750], 4),
  {
    name: 'size_wh',
    async run(suite) {
      const [width, height] = [suite.random(350, 750), suite.random(350, 750)];
      const image = await suite.image({ size: `${width},${height}` });
      must('size', `${image.width},${image.height}`, `${width},${height}`);
      suite.mostSquares(image, Math.floor(width / 10), Math.floor(height / 10), 4);
    },
  },
  statusCheck('rot_error_random', (suite) => ({ rotation: suite.randomString(4) }), 400),
  {
    name: 'rot_full_basic',
    async run(suite) {
      await corners(suite, '180', [9, 9], [0, 0]);
      await corners(suite, '90', [0, 9], [9, 0]);
      await corners(suite, '270', [9, 0], [0, 9]);
    },
  },
  {
    name: 'rot_full_non90',
    run: async (suite) => void (await suite.image({ rotation: String(suite.random(1, 359)) })),
  },
  { name: 'rot_mirror', run: (suite) => corners(suite, '!0', [9, 0], [0, 9]) },
  { name: 'rot_mirror_180', run: (suite) => corners(suite, '!180', [0, 9], [9, 0]) },
  {
    name: 'rot_region_basic',
    async run(suite) {
      for (let i = 0; i < 4; i++) {
        const [x, y] = [suite.random(0, 9), suite.random(0, 9)];
        const image = await suite.image({ rotation: '180', region: `${x * 100 + 13},${y * 100 + 13},76,76` });
        must('width', Math.abs(image.width - 76) <= 1, true);
        suite.mustBeSquare(image, x, y);
      }
    },
  },
  {
    name: 'rot_region_non90',
    async run(suite) {
      for (let i = 0; i < 4; i++) {
        const [turn, x, y] = [suite.random(1, 359), suite.random(0, 9), suite.random(0, 9)];
        await suite.image({ rotation: String(turn), region: `${x * 100},${y * 100},100,100` });
      }
    },
  },
  {
    name: 'quality_bitonal',
    async run(suite) {
      const image = await suite.image({ quality: 'bitonal', format: 'png' });
      const pure = countPixels(image, (r, g, b) => r + g + b < 15 || r + g + b > 750);
      must('black and white', image.isGrey || pure > 650_000, true);
    },
  },
  {
    name: 'quality_color',
    run: async (suite) => suite.mostSquares(await suite.image({ quality: 'color' }), 100, 100, 4),
  },
  statusCheck('quality_error_random', (suite) => ({ quality: suite.randomString(6) }), 400),
  {
    name: 'quality_grey',
    async run(suite) {
      const image = await suite.image({ quality: 'gray' });
      const grey = countPixels(image, (r, g, b) => Math.abs(r - g) < 5 && Math.abs(g - b) < 5);
      must('grey', image.isGrey || grey > 650_000, true);
    },
  },
  statusCheck('format_error_random', (suite) => ({ format: suite.randomString(3) }), 400, 415, 503),
  format('format_gif', 'gif', 'gif'),
  format('format_jpg', 'jpg', 'jpeg'),
  {
    name: 'format_pdf',
    run: async (suite) =>
      void must('PDF', (await suite.fetch({ format: 'pdf' })).body.toString('latin1', 0, 5), '%PDF-'),
  },
  format('format_png', 'png', 'png'),
  format('format_tif', 'tif', 'tiff'),
  format('format_webp', 'webp', 'webp'),
  {
    name: 'baseurl_redirect',
    async run(suite) {
      const { status, headers } = await ask(suite.service.base, suite.service.path);
      must('redirect', status >= 300 && status < 400, true);
      must('address', headers.location, `${suite.service.base}${suite.service.path}/info.json`);
    },
  },
  {
    name: 'cors',
    run: async (suite) => void must('CORS', (await suite.info()).answer.headers['access-control-allow-origin'], '*'),
  },
  {
    name: 'jsonld',
    async run(suite) {
      const { answer } = await suite.info('application/ld+json');
      must('type', answer.headers['content-type']?.startsWith('application/ld+json'), true);
    },
  },
  {
    name: 'linkheader_canonical',
    run: async (suite) => void must('canonical', linksOf((await suite.fetch()).headers.link).has('canonical'), true),
  },
  {
    name: 'linkheader_profile',
    async run(suite) {
      const profile = linksOf((await suite.fetch()).headers.link).get('profile') ?? '';
      must('profile', profile.startsWith(`http://iiif.io/api/image/${suite.service.version.slice(0, 1)}/`), true);
    },
  },
];

/** Where the system can write it. */
export const JP2_CHECK: Check = {
  name: 'format_jp2',
  async run(suite) {
    const { width } = await decode((await suite.fetch({ format: 'jp2' })).body, 'image/jp2');
    must('width', width, 1000);
  },
};
