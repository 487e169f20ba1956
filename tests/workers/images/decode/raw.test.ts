import { UnreadableError } from '../../../../manifests/errors.ts';
import { testNeeding } from '../../../needs.ts';
import { hasPrograms } from '../../../programs.ts';
import { make, pixelAt } from '../samples.ts';
import { dngFile } from './files.ts';

const testRaw = testNeeding('libraw-bin', hasPrograms('dcraw_emu', 'raw-identify'));

testRaw('camera raw data are developed, and turned once', async (t) => {
  const { report, pyramid } = await make(dngFile([60_000, 20_000, 5000], 6));
  t.is(report.mediaType, 'image/x-dcraw');
  t.like(report.technical, { format: 'raw', camera: 'Made Camera', width: 48, height: 64, bits: 8 });
  t.like(report.pages[0], { width: 48, height: 64 });
  const [red = 0, green = 0, blue = 0] = await pixelAt(pyramid, 20, 20);
  t.true(red > green + 40 && green > blue + 20, [red, green, blue].join());
});

testRaw('camera raw files that are cut or of no known kind are refused', async (t) => {
  const file = dngFile([60_000, 20_000, 5000]);
  // The pixels come first.
  const cut = Buffer.concat([file.subarray(0, 8), file.subarray(8 + 4000)]);
  cut.writeUInt32LE(file.readUInt32LE(4) - 4000, 4);
  for (const bytes of [cut, Buffer.from('49492a0010000000435202', 'hex'), Buffer.from('FUJIFILMCCD-RAW 0201')])
    await t.throwsAsync(make(bytes), { instanceOf: UnreadableError });
});
