import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { testNeeding } from '../../../needs.ts';
import { hasPrograms } from '../../../programs.ts';
import { apart, make, pixelAt } from '../samples.ts';
import { pdfFile } from './files.ts';

const testPdf = testNeeding('poppler-utils', hasPrograms('pdfinfo', 'pdftoppm'));

const RED = '1 0 0 rg 0 0 36 100 re f';
const BLUE = '0 0 1 rg 0 0 100 36 re f';

testPdf('every page of a PDF becomes a pyramid of 300 dpi, on white', async (t) => {
  const pages = [
    { size: [72, 36], content: RED },
    { size: [36, 144], content: BLUE },
  ] as const;
  const { report, pyramids } = await make(pdfFile(pages));
  t.is(report.mediaType, 'application/pdf');
  t.deepEqual(
    report.pages.map(({ page, width, height }) => [page, width, height]),
    [
      [1, 300, 150],
      [2, 150, 600],
    ],
  );
  t.like(report.technical, { format: 'pdf', pages: 2, width: 300, height: 150, pixelsPerInch: 300 });
  t.deepEqual(report.warnings, []);
  const [first, second] = pyramids;
  if (!first || !second) return t.fail();
  t.true(apart(await pixelAt(first, 100, 75), [255, 0, 0]) < 8);
  t.true(apart(await pixelAt(first, 200, 75), [255, 255, 255]) < 8);
  t.true(apart(await pixelAt(second, 75, 200), [255, 255, 255]) < 8, 'the first page is gone from the second');
  t.true(apart(await pixelAt(second, 75, 580), [0, 0, 255]) < 8);
});

testPdf('a page too large for 300 dpi is shown with fewer, and that is said', async (t) => {
  const { report } = await make(pdfFile([{ size: [7200, 14_400], content: RED }]));
  const [page] = report.pages;
  t.true(page && page.width * page.height < 71e6 && page.width * page.height > 69e6);
  t.deepEqual(report.warnings, ['One page is so large that less than 300 dpi are shown.']);
});

testPdf('all pages count against the limit before one is drawn', async (t) => {
  const pages = Array.from({ length: 20 }, () => ({ size: [72, 72] as const, content: RED }));
  await t.throwsAsync(make(pdfFile(pages), 1e6), {
    instanceOf: LimitError,
    message: /20 pages.*2 megapixels together/,
  });
});

const REFUSED: [string, Buffer, RegExp][] = [
  ['half a PDF', pdfFile([{ size: [72, 72], content: RED }]).subarray(0, 250), /damaged or incomplete/],
  ['a PDF that claims 100,000 pages', pdfFile([{ size: [72, 72], content: RED }], 100_000), /damaged or incomplete/],
  ['a PDF of nothing else', Buffer.from('%PDF-1.7\n'), /damaged or incomplete/],
  ['a page as large as a country', pdfFile([{ size: [2e9, 2e9], content: RED }]), /not a size of a page/],
];

/** A page whose operators are compressed, and cut. */
function cutStream(): Buffer {
  const packed = deflateSync(Buffer.from(`${RED} `.repeat(50))).toString('hex');
  const whole = pdfFile([{ size: [72, 72], content: `${packed.slice(0, packed.length / 2)}>` }]).toString('latin1');
  return Buffer.from(whole.replace(/\/Length (\d+)/, '/Length $1 /Filter [/ASCIIHexDecode /FlateDecode]'), 'latin1');
}

REFUSED.push(['a page whose drawing is cut', cutStream(), /Page 1 of this PDF is damaged/]);

for (const [name, file, reason] of REFUSED) {
  testPdf(`${name} is refused with the reason`, async (t) => {
    const error = await t.throwsAsync(make(file));
    t.true(error instanceof UnreadableError || error instanceof LimitError, String(error));
    t.regex(error.message, reason);
  });
}

testNeeding('Ghostscript', hasPrograms('gs', 'pdfinfo'))(
  'a PDF with a password is refused with the reason',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-pdf-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const [plain, locked] = [join(folder, 'plain.pdf'), join(folder, 'locked.pdf')];
    writeFileSync(plain, pdfFile([{ size: [72, 72], content: RED }]));
    const passwords = ['-sOwnerPassword=one', '-sUserPassword=two', '-dEncryptionR=3', '-dKeyLength=128'];
    execFileSync('gs', [
      '-q',
      '-dBATCH',
      '-dNOPAUSE',
      '-sDEVICE=pdfwrite',
      ...passwords,
      `-sOutputFile=${locked}`,
      plain,
    ]);
    await t.throwsAsync(make(readFileSync(locked)), { instanceOf: UnreadableError, message: /asks for a password/ });
  },
);
