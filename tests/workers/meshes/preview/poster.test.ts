import test from 'ava';
import sharp from 'sharp';
import { drawPoster } from '../../../../workers/meshes/preview/poster.ts';
import type { Picture, TileSurface } from '../../../../workers/meshes/surface.ts';
import { cube } from './cube.ts';

const GROUND = [0x2a, 0x2a, 0x2a];

interface Drawn {
  width: number;
  height: number;
  at: (x: number, y: number) => number[];
  /** Least and greatest columns and rows that show something. */
  bounds: { left: number; right: number; top: number; bottom: number };
}

async function draw(surface: TileSurface, longerSide: number): Promise<Drawn> {
  const { bytes, width, height } = await drawPoster(surface, longerSide);
  const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  const shown = Array.from({ length: width * height }, (_, pixel) => pixel).filter(
    (pixel) => at(pixel % width, Math.floor(pixel / width)).join() !== GROUND.join(),
  );
  const columns = shown.map((pixel) => pixel % width);
  const rows = shown.map((pixel) => Math.floor(pixel / width));
  const bounds = {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  };
  return { width, height, at, bounds };
}

test('a poster shows the whole of a mesh in its own colour, on the colour of the stage', async (t) => {
  const { width, height, at, bounds } = await draw(cube(1000, { baseColour: [0.8, 0.02, 0.02, 1] }), 120);
  for (const [x, y] of [
    [0, 0],
    [width - 1, 0],
    [0, height - 1],
    [width - 1, height - 1],
  ] as const)
    t.deepEqual(at(x, y), GROUND);
  const [red, green, blue] = at(Math.floor(width / 2), Math.floor(height / 2));
  t.true(red! > 120 && green! < 60 && blue! < 60, `${red} ${green} ${blue}`);
  t.true(bounds.left > 0 && bounds.top > 0 && bounds.right < width - 1 && bounds.bottom < height - 1);
  const filled = Math.max((bounds.right - bounds.left) / width, (bounds.bottom - bounds.top) / height);
  t.true(filled > 0.75, `it fills ${filled} of the picture`);
});

test('the eye is to the right of what looks to the front, and above it: three sides of a cube are seen', async (t) => {
  const { width, height, at } = await draw(cube(1000), 320);
  const column = Math.floor(width / 2);
  const rows = Array.from({ length: height }, (_, row) => at(column, row)[0]!);
  const top = rows.findIndex((value) => value !== GROUND[0]);
  const front = rows[Math.floor(height * 0.6)]!;
  const above = rows[top + 12]!;
  const [left, right] = [
    at(Math.floor(width * 0.3), Math.floor(height * 0.6)),
    at(Math.floor(width * 0.85), Math.floor(height * 0.6)),
  ];
  t.is(left[0], front);
  t.true(front - above > 5 && above - right[0]! > 10, `lit from the upper left: ${front}, ${above}, ${right[0]}`);
});

function stretched(axis: number): TileSurface {
  const surface = cube(100);
  const positions = surface.mesh.positions.map((value, at) => (at % 3 === axis ? value * 4 : value));
  return { ...surface, mesh: { ...surface.mesh, positions } };
}

test('a tall object gets an upright picture, a wide one a lying one', async (t) => {
  const [tall, wide] = [await drawPoster(stretched(1), 160), await drawPoster(stretched(0), 160)];
  t.deepEqual([tall.width, tall.height], [100, 160]);
  t.deepEqual([wide.width, wide.height], [160, 100]);
});

test('textures are seen where they lie, and holes of a mask are holes', async (t) => {
  const pixels = new Uint8Array(64 * 64 * 4);
  for (let at = 0; at < 64 * 64; at++) {
    const inside = at % 64 >= 16 && at % 64 < 48 && at >= 16 * 64 && at < 48 * 64;
    pixels.set(inside ? [0, 0, 0, 0] : [20, 200, 20, 255], at * 4);
  }
  const picture: Picture = { width: 64, height: 64, channels: 4, pixels };
  const material = { alphaMode: 'MASK' as const, baseColourTexture: { picture: 0, wrap: 'clamp' as const } };
  const { width, height, at } = await draw(cube(1000, material, [picture]), 160);
  const greens = Array.from({ length: width }, (_, x) => at(x, Math.floor(height / 2)));
  t.true(
    greens.some(([red, green]) => green! > 60 && red! < green! / 2),
    'the frame is green',
  );
  const opaque = await draw(cube(1000, { ...material, alphaMode: 'OPAQUE' }, [picture]), 160);
  const dark = (drawn: Drawn): number =>
    Array.from({ length: width }, (_, x) => drawn.at(x, Math.floor(height / 2))).filter(([, green]) => green! < 20)
      .length;
  t.true(dark(opaque) > 10, 'without the mask the black of the picture is seen');
  t.is(dark({ width, height, at, bounds: opaque.bounds }), 0);
});

test('a poster is the same bytes whenever it is drawn', async (t) => {
  const surface = cube(500, { baseColour: [0.2, 0.3, 0.9, 1] });
  t.deepEqual((await drawPoster(surface, 90)).bytes, (await drawPoster(surface, 90)).bytes);
});
