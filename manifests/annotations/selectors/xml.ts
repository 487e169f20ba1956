/** An element's beginning (with its attributes) or end; text is of no interest in a shape. */
export interface Tag {
  name: string;
  attributes: Map<string, string>;
  kind: 'open' | 'close' | 'empty';
}

const NAME = /[a-zA-Z_][\w.-]*(?::[a-zA-Z_][\w.-]*)?/y;
const ATTRIBUTE = /\s+([a-zA-Z_:][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const END = /\s*(\/?)>/y;

/**
 * The tags of a small XML document, or what is wrong with it. A scanner of our own rather than a parser from elsewhere:
 * all that is wanted are tags and attributes, and what makes XML dangerous (entities, external subsets, namespaces that
 * change meaning) is best not known at all. Entities are never expanded, so a bomb of them costs what its characters cost; a
 * document type with declarations is refused.
 */
export function readTags(xml: string): Tag[] | { wrong: string } {
  const tags: Tag[] = [];
  const open: string[] = [];
  let at = 0;
  for (;;) {
    at = xml.indexOf('<', at);
    if (at < 0) break;
    if (xml.startsWith('<!--', at)) at = after(xml, '-->', at + 4);
    else if (xml.startsWith('<![CDATA[', at)) at = after(xml, ']]>', at + 9);
    else if (xml.startsWith('<?', at)) at = after(xml, '?>', at + 2);
    else if (/^<!doctype/i.test(xml.slice(at, at + 9))) {
      const end = after(xml, '>', at);
      if (end > 0 && xml.slice(at, end).includes('[')) return { wrong: 'a document type with declarations' };
      at = end;
    } else {
      const closing = xml[at + 1] === '/';
      NAME.lastIndex = at + (closing ? 2 : 1);
      const name = NAME.exec(xml)?.[0];
      if (name === undefined) return { wrong: `no tag after < at character ${at}` };
      at = NAME.lastIndex;
      const attributes = new Map<string, string>();
      for (;;) {
        ATTRIBUTE.lastIndex = at;
        const match = closing ? null : ATTRIBUTE.exec(xml);
        if (!match) break;
        at = ATTRIBUTE.lastIndex;
        if (attributes.has(match[1]!)) return { wrong: `${match[1]} given twice` };
        attributes.set(match[1]!, match[2] ?? match[3]!);
      }
      END.lastIndex = at;
      const end = END.exec(xml);
      if (!end) return { wrong: `<${name}> that is not ended well, at character ${at}` };
      at = END.lastIndex;
      if (closing && open.pop() !== name) return { wrong: `</${name}> where another element is open` };
      const kind = closing ? 'close' : end[1] === '/' ? 'empty' : 'open';
      if (kind === 'open') open.push(name);
      tags.push({ name: local(name), attributes, kind });
    }
    if (at < 0) return { wrong: 'an end within a comment or declaration' };
  }
  if (open.length > 0) return { wrong: `<${open.at(-1)}> that is not closed` };
  return tags;
}

/** Prefixes are dropped: `svg:path` is a path. Browsers' HTML serialisers and old ones write names in capitals. */
function local(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}
