import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import { LimitError, UnreadableError, VitrineError } from '../../../../manifests/errors.ts';
import { decodeKtx2 } from '../../../../workers/meshes/read/ktx2.ts';
import { testFolder } from '../../../folder.ts';
import type { TestFolder } from '../../../folder.ts';
import { testOnData } from '../../../needs.ts';
import { seeded } from '../../../random.ts';

const DUCK = join(process.env['VITRINE_TEST_DATA'] ?? '', 'meshes/duck-ktx2/DuckCM.ktx2');

/** The decoded picture. */
async function decode(folder: TestFolder, content: Buffer): Promise<string> {
  const path = join(folder.path, 'a.ktx2');
  await writeFile(path, content);
  const target = join(folder.path, 'a.png');
  await decodeKtx2({ path, start: 0, length: content.length }, target);
  return target;
}

function header(width: number, height: number, depth = 0): Buffer {
  const bytes = Buffer.alloc(200);
  bytes.write('ab4b5458203230bb0d0a1a0a', 'hex');
  bytes.writeUInt32LE(width, 20);
  bytes.writeUInt32LE(height, 24);
  bytes.writeUInt32LE(depth, 28);
  bytes.writeUInt32LE(1, 36);
  return bytes;
}

test('what is too large or no picture is refused by its header, and what is damaged by the transcoder', async (t) => {
  await using folder = await testFolder();
  await t.throwsAsync(decode(folder, header(20_000, 20_000)), { instanceOf: LimitError, message: /20000 × 20000/ });
  await t.throwsAsync(decode(folder, header(4, 0)), { instanceOf: UnreadableError, message: /no flat picture/ });
  await t.throwsAsync(decode(folder, header(4, 4, 4)), { instanceOf: UnreadableError, message: /no flat picture/ });
  await t.throwsAsync(decode(folder, header(4, 4)), { instanceOf: UnreadableError, message: /damaged/ });
  await t.throwsAsync(decode(folder, header(4, 4).subarray(0, 50)), { instanceOf: UnreadableError });
});

testOnData('a KTX2 texture', process.env['VITRINE_TEST_DATA'])('the duck is yellow, with an eye', async (t) => {
  await using folder = await testFolder();
  const target = await decode(folder, await readFile(DUCK));
  const { width, height, channels } = await sharp(target).metadata();
  t.deepEqual({ width, height, channels }, { width: 512, height: 512, channels: 3 });
  const at = async (left: number, top: number): Promise<number[]> => [
    ...(await sharp(target).extract({ left, top, width: 1, height: 1 }).raw().toBuffer()),
  ];
  const [red = 0, green = 0, blue = 255] = await at(60, 400);
  t.true(red > 240 && green > 180 && green < 240 && blue < 60, `${red} ${green} ${blue}`);
  t.true((await at(400, 140)).every((value) => value < 30));
});

testOnData('a KTX2 texture', process.env['VITRINE_TEST_DATA'])('a damaged texture is decoded or refused', async (t) => {
  await using folder = await testFolder();
  const whole = await readFile(DUCK);
  const random = seeded(6);
  for (let round = 0; round < 20; round++) {
    const damaged = Buffer.from(round % 2 === 0 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole);
    for (let flips = 0; flips < 3; flips++) damaged[Math.floor(random() * Math.min(damaged.length, 400))] = round;
    try {
      await decode(folder, damaged);
    } catch (error) {
      t.true(error instanceof VitrineError, String(error));
    }
  }
  t.pass();
});
