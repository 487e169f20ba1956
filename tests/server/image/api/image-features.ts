import type { Format } from '../../../../server/image/request.ts';
import { must } from './ask.ts';
import { decode } from './decode.ts';
import { compare } from './expected.ts';
import { get, other, pixels } from './feature.ts';
import type { Feature, Service } from './feature.ts';

/** The picture of the table, and the limits of its server: small ones, so that they can be met. */
export const PICTURE = { columns: 12, rows: 8 };
export const TABLE_LIMITS = { maxWidth: 3000, maxHeight: 2500, maxArea: 4_000_000 };

const FULL = [0, 0, 1200, 800] as const;
const WHOLE = { region: FULL, size: [1200, 800] } as const;
const REST = '0/default.jpg';

export const REGIONS: readonly Feature[] = [
  pixels('`full`', 'required', `full/max/${REST}`, WHOLE),
  pixels('`regionByPx`', 'required', `100,200,300,400/max/${REST}`, { region: [100, 200, 300, 400], size: [300, 400] }),
  pixels('`regionByPx` over the edge', '–', `1000,600,500,500/max/${REST}`, {
    region: [1000, 600, 200, 200],
    size: [200, 200],
  }),
  pixels('`regionByPct`', 'required', `pct:25,12.5,50,62.5/max/${REST}`, {
    region: [300, 100, 600, 500],
    size: [600, 500],
  }),
];
/** Required by 3.0, optional in 2.1. */
export const square = (level: Feature['level']): Feature =>
  pixels('`regionSquare`', level, `square/max/${REST}`, { region: [200, 0, 800, 800], size: [800, 800] });

const size = (name: string, level: Feature['level'], asked: string, width: number, height: number): Feature =>
  pixels(name, level, `full/${asked}/${REST}`, { region: FULL, size: [width, height] });

const SIZES: readonly Feature[] = [
  size('`sizeByW`', 'required', '600,', 600, 400),
  size('`sizeByH`', 'required', ',300', 450, 300),
  size('`sizeByPct`', 'required', 'pct:62.5', 750, 500),
  size('`sizeByConfinedWh`', 'required', '!500,500', 500, 333),
  size('`sizeByConfinedWh`, a box larger than the image', 'required', '!2000,2000', 1200, 800),
];
const listed = other(
  'sizes of info.json (`sizeByWhListed`)',
  'required',
  '`full/{width},{height}/…` of each',
  async (service) => {
    const { sizes } = JSON.parse((await get(service, 'info.json')).body.toString()) as { sizes: Size[] };
    for (const { width, height } of sizes)
      await check(service, `full/${width},${height}/${REST}`, FULL, [width, height]);
    return `200 image/jpeg, ${sizes.map(({ width, height }) => `${width} × ${height}`).join(', ')}`;
  },
);
const tiles = other('tiles of info.json', 'required', '`x,y,w,h/w,h/…` of each', async (service) => {
  const info = JSON.parse((await get(service, 'info.json')).body.toString()) as Tiles;
  let count = 0;
  for (const { width, scaleFactors } of info.tiles) {
    for (const factor of scaleFactors) {
      const span = width * factor;
      for (let x = 0; x < info.width; x += span) {
        for (let y = 0; y < info.height; y += span) {
          const region = [x, y, Math.min(span, info.width - x), Math.min(span, info.height - y)] as const;
          const made = [Math.ceil(region[2] / factor), Math.ceil(region[3] / factor)] as const;
          await check(service, `${region.join()}/${made.join()}/${REST}`, region, made);
          count++;
        }
      }
    }
  }
  return `200 image/jpeg, ${count} tiles`;
});

interface Size {
  width: number;
  height: number;
}
interface Tiles extends Size {
  tiles: { width: number; scaleFactors: number[] }[];
}

async function check(
  service: Service,
  path: string,
  region: readonly [number, number, number, number],
  made: readonly [number, number],
): Promise<void> {
  const { status, headers, body } = await get(service, path);
  must(`status of ${path}`, status, 200);
  compare(
    await decode(body, must('type', headers['content-type'] ?? '', 'image/jpeg')),
    { region, size: made },
    service.squares,
  );
}

export const SIZES3: readonly Feature[] = [
  size('`max`', 'required', 'max', 1200, 800),
  ...SIZES,
  size('`sizeByWh`', 'required', '700,300', 700, 300),
  size('`sizeUpscaling`: `^max`', 'optional', '^max', 2449, 1632),
  size('`sizeUpscaling`: `^w,`', 'optional', '^1800,', 1800, 1200),
  size('`sizeUpscaling`: `^,h`', 'optional', '^,1000', 1500, 1000),
  size('`sizeUpscaling`: `^pct:n`', 'optional', '^pct:125', 1500, 1000),
  size('`sizeUpscaling`: `^w,h`', 'optional', '^1300,900', 1300, 900),
  size('`sizeUpscaling`: `^!w,h`', 'optional', '^!1500,1500', 1500, 1000),
  listed,
  tiles,
];
export const SIZES2: readonly Feature[] = [
  size('`full`', 'required', 'full', 1200, 800),
  size('`max`', 'optional', 'max', 1200, 800),
  ...SIZES,
  size('`sizeByWh`', 'required', '300,200', 300, 200),
  size('`sizeByDistortedWh`', 'required', '700,300', 700, 300),
  size('`sizeByForcedWh` (2.0)', 'required', '300,700', 300, 700),
  size('`sizeAboveFull`: `w,`', 'optional', '1800,', 1800, 1200),
  size('`sizeAboveFull`: `pct:n`', 'optional', 'pct:125', 1500, 1000),
  size('`sizeAboveFull`: `w,h`', 'optional', '1300,900', 1300, 900),
  listed,
  tiles,
];

const turned = (name: string, level: Feature['level'], rotation: string, degrees: number, mirror = false): Feature =>
  pixels(name, level, `full/600,400/${rotation}/default.jpg`, {
    region: FULL,
    size: [600, 400],
    rotation: degrees,
    mirror,
  });

export const ROTATIONS: readonly Feature[] = [
  turned('`0`', 'required', '0', 0),
  turned('`rotationBy90s`', 'required', '90', 90),
  turned('`rotationBy90s`', 'required', '180', 180),
  turned('`rotationBy90s`', 'required', '270', 270),
  pixels('`rotationArbitrary`', 'optional', 'full/600,400/22.5/default.png', {
    region: FULL,
    size: [600, 400],
    rotation: 22.5,
    corners: 'clear',
  }),
  turned('`mirroring`', 'optional', '!0', 0, true),
  turned('`mirroring` before rotation', 'optional', '!90', 90, true),
  pixels('order: region, size, mirroring, rotation, quality', '–', '100,200,600,400/300,/!345/gray.png', {
    region: [100, 200, 600, 400],
    size: [300, 200],
    rotation: 345,
    mirror: true,
    quality: 'gray',
    corners: 'clear',
  }),
];

const quality = (name: string, level: Feature['level'], how?: 'gray' | 'bitonal'): Feature =>
  pixels(`\`${name}\``, level, `full/600,/0/${name}.png`, {
    region: FULL,
    size: [600, 400],
    ...(how && { quality: how }),
  });

export const qualities = (bitonal: Feature['level']): readonly Feature[] => [
  quality('default', 'required'),
  quality('color', 'required'),
  quality('gray', 'required', 'gray'),
  quality('bitonal', bitonal, 'bitonal'),
];

const LEVELS: Partial<Record<Format, Feature['level']>> = { jpg: 'required', png: 'required', avif: '–' };
const CLEAR = new Set<Format>(['png', 'webp', 'avif', 'gif', 'tif']);

/** Each format in colour, gray and bitonal, and turned, with what its corners must be. */
export function formatFeatures(formats: readonly Format[]): Feature[] {
  return formats.flatMap((format): Feature[] => {
    const level = LEVELS[format] ?? 'optional';
    const corners = CLEAR.has(format) ? 'clear' : 'white';
    const region = FULL;
    return [
      pixels(`\`${format}\``, level, `full/600,/0/default.${format}`, { region, size: [600, 400] }),
      pixels(`\`${format}\`, gray`, '–', `full/600,/0/gray.${format}`, { region, size: [600, 400], quality: 'gray' }),
      blackAndWhite(format),
      pixels(`\`${format}\`, turned, ${corners} corners`, '–', `full/600,/30/default.${format}`, {
        region,
        size: [600, 400],
        rotation: 30,
        corners,
      }),
    ];
  });
}

/** JPEG has a few shades between black and white at their edges, at any quality; and so has what shows a PDF. */
function blackAndWhite(format: Format): Feature {
  const asked = `full/600,/0/bitonal.${format}`;
  if (format !== 'jpg' && format !== 'pdf') {
    return pixels(`\`${format}\`, bitonal`, '–', asked, { region: FULL, size: [600, 400], quality: 'bitonal' });
  }
  return other(`\`${format}\`, bitonal`, '–', asked, async (service) => {
    const { status, headers, body } = await get(service, asked);
    must('status', status, 200);
    const picture = await decode(body, headers['content-type'] ?? '');
    let [between, all] = [0, 0];
    for (const [shade, count] of picture.shades()) {
      all += count;
      if (shade > 24 && shade < 231) between += count;
    }
    if (between > all / 20) throw new Error(`${Math.round((100 * between) / all)} % are neither black nor white`);
    return `200 ${headers['content-type']}, ${picture.width} × ${picture.height}`;
  });
}
