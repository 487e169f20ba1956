import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Decodable, Encoded } from './decoder.ts';
import { run } from './run.ts';
import type { Tool } from './run.ts';

/** As archives scan. */
const DPI = 300;
/** An A1 sheet at 300 dpi. The whole page is drawn in memory: 200 MB. */
const MAX_PAGE_PIXELS = 70e6;
const MAX_PAGES = 5000;

// Both programs are of one package and draw with the same poppler, which runs no JavaScript and opens no address.
// libvips could draw pages too, but tells the size of one page at a time, for which it opens the file each time anew:
// 2,000 pages took it 28 seconds of CPU, and pdfinfo 0.1.
const TOOL = { debian: 'poppler-utils', reads: 'PDF' } as const;
const INFO: Tool = { ...TOOL, program: 'pdfinfo' };
const DRAW: Tool = { ...TOOL, program: 'pdftoppm' };

/** A PDF, each page drawn with 300 dots per inch or, where that would be too many, with fewer. */
export async function pdf({ source, folder }: Encoded): Promise<Decodable> {
  const info = await run(INFO, ['-l', '-1', source], folder);
  if (info.code !== 0) throw refusal(info.message);
  const pages = Number(/^Pages:\s+(\d+)$/m.exec(info.output)?.[1] ?? 0);
  if (pages > MAX_PAGES) throw new LimitError(`This PDF has ${pages} pages; up to ${MAX_PAGES} are read.`);
  const plans = [...info.output.matchAll(/^Page\s+(\d+) size:\s+(\S+) x (\S+) pts/gm)].map(planPage);
  if (pages === 0 || plans.length !== pages) throw refusal(info.message);
  const lowered = plans.filter(({ dpi }) => dpi < DPI).length;
  return {
    sizes: plans,
    technical: { pages, bits: undefined, depth: undefined, orientation: undefined, version: versionOf(info.output) },
    warnings:
      lowered > 0
        ? [`${lowered === 1 ? 'One page is' : `${lowered} pages are`} so large that less than ${DPI} dpi are shown.`]
        : [],
    decode: async (page, name) => {
      const number = String(page + 1);
      const dpi = String(plans[page]?.dpi ?? DPI);
      const area = ['-f', number, '-l', number, '-singlefile', '-cropbox', '-r', dpi];
      const tiff = ['-tiff', '-tiffcompression', 'none', source, name.replace(/\.tif$/, '')];
      const { code, message } = await run(DRAW, [...area, ...tiff], folder);
      // poppler draws what it can and says what it cannot; a page that lacks something must not be taken for whole.
      if (code !== 0 || isDamage(message)) throw refusal(message, page + 1);
    },
  };
}

interface PagePlan {
  width: number;
  height: number;
  dpi: number;
}

/** `match` is of a line of pdfinfo: its number, width and height in points, of which an inch has 72. */
function planPage([, number, across, down]: RegExpExecArray): PagePlan {
  const [width, height] = [Number(across) / 72, Number(down) / 72];
  const dpi = Math.min(DPI, Math.floor(Math.sqrt(MAX_PAGE_PIXELS / (width * height)) * 100) / 100);
  if (!(width > 0 && height > 0 && dpi >= 1)) {
    throw new LimitError(
      `Page ${number} of this PDF claims ${across} × ${down} points, which is not a size of a page.`,
    );
  }
  return { width: Math.ceil(width * dpi), height: Math.ceil(height * dpi), dpi };
}

function versionOf(output: string): string | undefined {
  return /^PDF version:\s+(\S+)$/m.exec(output)?.[1];
}

/** Errors of what is to be drawn; poppler gets over those of a file's tables, and remarks on fonts that it replaces. */
function isDamage(message: string): boolean {
  return /^Syntax Error.*(stream|unterminated|unexpected|end of file|couldn't|could not|bad (image|block|huff|dct)|corrupt|truncated|premature)/im.test(
    message,
  );
}

function refusal(message: string, page?: number): Error {
  if (/incorrect password|encrypt/i.test(message)) {
    return new UnreadableError('This PDF is encrypted and asks for a password. Save it without one.');
  }
  const what = page === undefined ? 'This PDF' : `Page ${page} of this PDF`;
  const said = message.split('\n')[0]?.trim().slice(0, 200);
  return new UnreadableError(`${what} is damaged or incomplete and cannot be drawn${said ? ` (${said})` : ''}.`);
}
