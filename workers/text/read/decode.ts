import { TextDecoder } from 'node:util';
import { UnreadableError } from '../../../manifests/errors.ts';

/** How far into a file its declaration is looked for: HTML's limit is 1,024 bytes, and editors keep to it. */
const DECLARATION_BYTES = 1024;

/**
 * The characters of a text file. In this order: a byte order mark, the encoding that was asked for, that which an XML
 * declaration or a `meta` element names, UTF-8. Bytes that are none of the encoding's are an error with its line, as
 * guessing would put wrong letters into a transcription.
 */
export async function* decode(
  source: AsyncIterable<Uint8Array>,
  asked?: string,
): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined;
  let head = Buffer.alloc(0);
  let line = 1;
  const convert = (bytes: Uint8Array, stream: boolean): string => {
    try {
      const text = decoder!.decode(bytes, { stream });
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line += 1;
      return text;
    } catch (cause) {
      throw new UnreadableError(
        `After line ${line + wholeLines(bytes, decoder!.encoding)} there are bytes that are no ${decoder!.encoding.toUpperCase()}. Save the file as UTF-8, or say its encoding.`,
        { cause },
      );
    }
  };
  for await (const bytes of source) {
    if (!decoder) {
      head = Buffer.concat([head, bytes]);
      if (head.length < DECLARATION_BYTES) continue;
      decoder = decoderOf(head, asked);
      yield convert(head, true);
    } else yield convert(bytes, true);
  }
  decoder ??= decoderOf(head, asked);
  yield head.length < DECLARATION_BYTES ? convert(head, false) : convert(new Uint8Array(0), false);
}

/** How many lines of a piece can be read before the bytes that cannot. */
function wholeLines(bytes: Uint8Array, encoding: string): number {
  if (encoding !== 'utf-8') return 0;
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const broken = lenient.indexOf('\ufffd');
  return broken < 0 ? 0 : lenient.slice(0, broken).split('\n').length - 1;
}

function decoderOf(head: Buffer, asked: string | undefined): TextDecoder {
  const label = markOf(head) ?? asked ?? declaredIn(head) ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new UnreadableError(
      `The file says that it is written in ${label.slice(0, 40)}, which is not known here. Save it as UTF-8.`,
      {
        cause,
      },
    );
  }
}

function markOf(head: Buffer): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // XML 1.0, appendix F: without a mark, the first character tells.
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be';
  return undefined;
}

/** What could be read to find the declaration is not UTF-16, whatever the declaration says. */
function declaredIn(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, DECLARATION_BYTES);
  const declared =
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']/.exec(text) ??
    /<meta[^>]*charset\s*=\s*["']?([\w.:-]+)/i.exec(text);
  return declared?.[1] && !/^utf-?16/i.test(declared[1]) ? declared[1] : undefined;
}
