import { open } from 'node:fs/promises';
import type { Screen } from './screen.ts';

/** Red to the right, green to the left, blue above, yellow below, white in front, magenta behind. */
const SIDES = [
  [200, 30, 30],
  [30, 160, 30],
  [40, 60, 220],
  [210, 200, 40],
  [230, 230, 230],
  [190, 40, 190],
] as const;

export const RADIUS = 0.5;

/** Writes a ball whose vertices have the colour of the side that they are on, as a binary PLY, which has z up. */
export async function writeBall(path: string, rings: number): Promise<number> {
  const columns = rings * 2;
  const vertices = (rings + 1) * columns;
  const triangles = rings * columns * 2;
  const head = Buffer.from(
    `ply\nformat binary_little_endian 1.0\nelement vertex ${vertices}\nproperty float x\nproperty float y\nproperty float z\n` +
      'property uchar red\nproperty uchar green\nproperty uchar blue\n' +
      `element face ${triangles}\nproperty list uchar uint vertex_indices\nend_header\n`,
  );
  const body = Buffer.alloc(vertices * 15 + triangles * 13);
  let at = 0;
  for (let ring = 0; ring <= rings; ring++)
    for (let column = 0; column < columns; column++) {
      const [polar, around] = [(ring / rings) * Math.PI, (column / columns) * 2 * Math.PI];
      const place = [Math.sin(polar) * Math.cos(around), Math.cos(polar), Math.sin(polar) * Math.sin(around)];
      const [x = 0, y = 0, z = 0] = place;
      for (const value of [x, -z, y]) at = body.writeFloatLE(value * RADIUS, at);
      for (const value of colourTowards(place)) at = body.writeUInt8(value, at);
    }
  for (let ring = 0; ring < rings; ring++)
    for (let column = 0; column < columns; column++) {
      const next = (column + 1) % columns;
      const [a, b] = [ring * columns + column, ring * columns + next];
      const [c, d] = [a + columns, b + columns];
      for (const corners of [
        [a, b, c],
        [b, d, c],
      ]) {
        at = body.writeUInt8(3, at);
        for (const corner of corners) at = body.writeUInt32LE(corner, at);
      }
    }
  await using file = await open(path, 'w');
  await file.writev([head, body]);
  return triangles;
}

function colourTowards(place: readonly number[]): readonly number[] {
  const axis = [0, 1, 2].toSorted((a, b) => Math.abs(place[b]!) - Math.abs(place[a]!))[0]!;
  return SIDES[axis * 2 + (place[axis]! < 0 ? 1 : 0)]!;
}

/**
 * What is wrong with a picture of the ball on pure black, seen from the front, whose radius on the screen is `radius` pixels
 * and whose middle is in the middle of the screen: as sentences.
 */
export function wrongWithBall(screen: Screen, middle: { x: number; y: number }, radius: number): string[] {
  const wrong: string[] = [];
  const at = (angle: number, far: number): readonly number[] =>
    screen.at(middle.x + Math.cos(angle) * far * radius, middle.y - Math.sin(angle) * far * radius);
  for (let step = 0; step < 24; step++) {
    const angle = (step / 24) * 2 * Math.PI;
    if (Math.max(...at(angle, 1.06)) > 12) wrong.push(`outside at ${step * 15}° is ${at(angle, 1.06).join(' ')}`);
    if (Math.max(...at(angle, 0.94)) < 12) wrong.push(`inside at ${step * 15}° is black`);
  }
  const expectHue = (name: string, [red = 0, green = 0, blue = 0]: readonly number[], is: boolean): void => {
    if (!is) wrong.push(`${name} is ${red} ${green} ${blue}`);
  };
  const [right, left, above, below, front] = [
    at(0, 0.85),
    at(Math.PI, 0.85),
    at(Math.PI / 2, 0.85),
    at(-Math.PI / 2, 0.85),
    at(0, 0),
  ];
  expectHue('the right side', right, right[0]! > 2 * right[1]! && right[0]! > 2 * right[2]!);
  expectHue('the left side', left, left[1]! > 2 * left[0]! && left[1]! > 2 * left[2]!);
  expectHue('the upper side', above, above[2]! > 2 * above[0]! && above[2]! > 1.7 * above[1]!);
  expectHue('the lower side', below, below[0]! > 1.8 * below[2]! && below[1]! > 1.8 * below[2]!);
  expectHue('the front', front, Math.min(...front) > 0.75 * Math.max(...front) && Math.max(...front) > 60);
  return wrong;
}
