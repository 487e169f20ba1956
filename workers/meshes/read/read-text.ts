import type { Bytes } from '../source.ts';
import { decodeText } from './scanner.ts';
import { Window } from './window.ts';

/** A small text whole, in the encoding that its first bytes tell; undefined where it is longer than that. */
export async function readText(run: Bytes, maxBytes: number): Promise<string | undefined> {
  if (run.length > maxBytes) return undefined;
  await using window = await Window.open(run, 'text');
  const parts: Uint8Array[] = [];
  do {
    parts.push(window.bytes.slice(window.at, window.end));
    window.at = window.end;
  } while (await window.more());
  return decodeText(Buffer.concat(parts));
}
