import { SaxesParser } from 'saxes';
import { UnreadableError } from '../../../manifests/errors.ts';
import { Limits } from './markup.ts';
import type { Attributes, MarkupHandler, MarkupParser } from './markup.ts';

/**
 * XML as its specification has it: what is not well-formed is refused with its place. A document type declaration is
 * passed over unread, so that it names no file and defines no entity; one that is used without being one of XML's five
 * is an error.
 */
export function xmlParser(handler: MarkupHandler): MarkupParser {
  const limits = new Limits(handler);
  const open: string[] = [];
  let closed: string | undefined;
  // Prefixes are cut off by hand: resolving them costs a third more time, and files of the wild forget to declare them.
  const parser = new SaxesParser({ xmlns: false });
  const place = (): string => `line ${parser.line}, column ${Math.max(1, parser.column)}`;
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name);
    limits.open(local(name), withoutPrefixes(attributes));
  });
  parser.on('closetag', ({ name }) => {
    closed = open.pop();
    limits.close(local(name));
  });
  parser.on('text', (text) => limits.text(text));
  parser.on('cdata', (text) => limits.text(text));
  parser.on('error', (cause) => {
    const said = cause.message.replace(/^\d+:\d+: /, '').replace(/\.?$/, '.');
    // The parser has closed the element already that the wrong tag is in.
    const mismatch = said.startsWith('unexpected close tag') && closed !== undefined;
    const inside = mismatch ? closed : open.at(-1);
    const where = inside === undefined ? '' : ` in <${inside}>`;
    const what = mismatch ? `${said.slice(0, -1)}, where </${inside}> was expected.` : said;
    throw new UnreadableError(`The XML is broken at ${place()}${where}: ${what}`, { cause });
  });
  return {
    write(text) {
      limits.fed(text.length, place);
      parser.write(text);
    },
    end() {
      parser.close();
    },
    place,
  };
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function withoutPrefixes(attributes: Record<string, string>): Attributes {
  const plain = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(attributes)) plain[local(name)] ??= attributes[name]!;
  return plain;
}
