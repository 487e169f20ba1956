import type { Bytes } from '../source.ts';
import { Window } from './window.ts';

export const HEADER_BYTES = 84;
export const FACET_BYTES = 50;
/** Of the beginning, in which a text has a facet. */
const LOOK_BYTES = 4096;

/**
 * Whether an STL is binary: where the count behind its header fits its length, whatever the header says, as many binary
 * files begin with `solid`. Where it does not fit, by what the beginning looks like.
 */
export async function isBinaryStl(run: Bytes): Promise<boolean> {
  await using window = await Window.open(run, 'binary');
  await window.need(Math.min(run.length, LOOK_BYTES));
  const { at, end } = window;
  if (end - at >= HEADER_BYTES) {
    const count = window.view.getUint32(at + HEADER_BYTES - 4, true);
    if (count > 0 && HEADER_BYTES + count * FACET_BYTES === run.length) return true;
  }
  const start = window.bytes.subarray(at, Math.min(end, at + LOOK_BYTES));
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return false;
  // Counts below 16 million have one, and so have nearly all floats of few digits.
  if (start.includes(0)) return true;
  const isText = start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
  return !isText && !/^\s*solid[^]*\bfacet\b/i.test(Buffer.from(start).toString('latin1'));
}
