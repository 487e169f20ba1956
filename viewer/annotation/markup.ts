const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const INLINE =
  /\\([\\*[\]-])|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)(.+?)(?<=\S)\*|\[([^\]\n]+)\]\(((?:https?:|mailto:)[^\s)]+)\)/gi;
const TAG = /<(\/?)([a-z]+)((?:\s+[a-z]+="[^"]*")*)\s*\/?>|([^<]+)/gi;

/**
 * What is typed into the editor as HTML: `**bold**`, `*italic*`, `[text](https://…)` and lines that begin with `- `; an empty line
 * begins a new paragraph. These few signs can be typed on any keyboard and read by any screen reader.
 */
export function toHtml(text: string): string {
  const blocks = text.replaceAll('\r', '').split(/\n{2,}/);
  return blocks
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockHtml)
    .join('');
}

/** Whether the text says the same without any formatting. */
export function isPlain(text: string): boolean {
  return !/<(?!\/?p>|br>)/.test(toHtml(text)) && !/\\[\\*[\]-]/.test(text);
}

function blockHtml(block: string): string {
  const lines = block.split('\n');
  if (lines.every((line) => line.startsWith('- '))) {
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`;
  }
  return `<p>${lines.map(inline).join('<br>')}</p>`;
}

function inline(text: string): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, literal, bold, italic, words, address] = match;
    html += escaped(text.slice(end, match.index));
    end = match.index + whole.length;
    if (literal !== undefined) html += escaped(literal);
    else if (bold !== undefined) html += `<b>${inline(bold)}</b>`;
    else if (italic !== undefined) html += `<i>${inline(italic)}</i>`;
    else html += `<a href="${escaped(address ?? '')}">${inline(words ?? '')}</a>`;
  }
  return html + escaped(text.slice(end));
}

/** The text that `toHtml` makes such HTML from; null where there is more in it than the editor can say. */
export function fromHtml(html: string): string | null {
  let text = '';
  let address: string | null = null;
  let end = 0;
  for (const match of html.matchAll(TAG)) {
    const [whole, slash, name = '', attributes = '', words] = match;
    if (match.index !== end) return null;
    end += whole.length;
    if (words !== undefined) {
      text += unescaped(words.replaceAll(/\s+/g, ' ')).replaceAll(/[\\*[\]]/g, '\\$&');
      continue;
    }
    const tag = `${slash}${name.toLowerCase()}`;
    if (tag === 'b' || tag === '/b' || tag === 'strong' || tag === '/strong') text += '**';
    else if (tag === 'i' || tag === '/i' || tag === 'em' || tag === '/em') text += '*';
    else if (tag === 'br') text += '\n';
    else if (tag === 'p' || tag === 'ul') text = text.trimEnd() + (text.trim() === '' ? '' : '\n\n');
    else if (tag === 'li') text += text === '' || text.endsWith('\n') ? '- ' : '\n- ';
    else if (tag === 'a' && address === null) {
      address = unescaped(/href="([^"]*)"/.exec(attributes)?.[1] ?? '');
      text += '[';
    } else if (tag === '/a' && address !== null) {
      text += `](${address})`;
      address = null;
    } else if (tag !== '/p' && tag !== '/ul' && tag !== '/li') return null;
  }
  return end === html.length ? text.trim() : null;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (whole, decimal, hexadecimal, name: string) => {
    const code = decimal === undefined ? parseInt(hexadecimal, 16) : Number(decimal);
    if (Number.isNaN(code)) return NAMES[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
