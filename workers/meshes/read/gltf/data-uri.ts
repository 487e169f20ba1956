import { open } from 'node:fs/promises';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes } from '../../source.ts';
import { readRun } from '../bytes.ts';
import type { DataPayload } from './json.ts';

const STEP = 1 << 20;
/** An escape that is cut by the end of a step: `\u002B`, `\/` or `%2B`. */
const CUT = /(\\(u[0-9a-f]{0,3})?|%[0-9a-f]?)$/i;
const ESCAPES = /\\u00([0-9a-f]{2})|%([0-9a-f]{2})|\\(.)/gi;

/**
 * Unpacks what a data: URI holds into a file. Encoders escape `/` and `+` in several ways, all of which are forgiven.
 * Throws UnreadableError, with the pointer of the URI, for another encoding than base64 and for what is none.
 */
export async function unpackData({ head, bytes }: DataPayload, target: string, pointer: string): Promise<Bytes> {
  if (!/;\s*base64$/i.test(head)) {
    throw new UnreadableError(
      `${pointer}: expected base64 after data: but received ${JSON.stringify(head.slice(0, 80))}.`,
    );
  }
  await using source = await open(bytes.path);
  await using file = await open(target, 'w');
  let length = 0;
  let rest = '';
  for (let at = 0; at < bytes.length; at += STEP) {
    let text = rest + (await readRun(source, bytes, at, STEP)).toString('latin1');
    const last = at + STEP >= bytes.length;
    const cut = last ? '' : (CUT.exec(text)?.[0] ?? '');
    text = text.slice(0, text.length - cut.length);
    if (text.includes('\\') || text.includes('%')) {
      text = text.replace(ESCAPES, (_, unicode?: string, percent?: string, plain?: string) => {
        const code = unicode ?? percent;
        return code === undefined ? (plain ?? '') : String.fromCharCode(Number.parseInt(code, 16));
      });
    }
    // Buffer reads the characters of URL-safe base64 as well and skips white space, which is cut out to count by fours.
    text = text.replace(/\s+/g, '');
    const whole = last ? text.length : text.length - (text.length % 4);
    rest = text.slice(whole) + cut;
    const odd = /[^A-Za-z0-9+/=_-]/.exec(text);
    if (odd) throw new UnreadableError(`${pointer}: ${JSON.stringify(odd[0])} is no character of base64.`);
    const decoded = Buffer.from(text.slice(0, whole), 'base64');
    await file.writeFile(decoded);
    length += decoded.length;
  }
  return { path: target, start: 0, length };
}
