import sanitize from 'sanitize-html';

/** Presentation 3.0, 4.5, "HTML Markup in Property Values": these tags and attributes, and no others. */
const ALLOWED: sanitize.IOptions = {
  allowedTags: ['a', 'b', 'br', 'i', 'img', 'p', 'small', 'span', 'sub', 'sup'],
  allowedAttributes: { a: ['href'], img: ['src', 'alt'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
};

const ONE_TAG = /^<[^<>]*>$/;
const ANY_TAG = /<[a-z/]/i;

/**
 * A value that may hold markup. Clients take for HTML what begins with `<` and ends with `>`: such a value is cleaned and
 * wrapped in one element. Anything else is plain text and stays as it is, a `<` in its midst included; plain text that
 * only looks like HTML, such as `<unknown>`, gets a space at its end, as the specification recommends.
 */
export function markup(value: string): string {
  if (!value.startsWith('<') || !value.endsWith('>')) return value;
  const clean = sanitize(value, ALLOWED).trim();
  if (ANY_TAG.test(clean)) return isOneElement(clean) ? clean : `<span>${clean}</span>`;
  if (clean === '' && !ONE_TAG.test(value)) return '';
  // No markup is left. What remains is text, which sanitising has escaped, and must not become markup again.
  const text = clean === '' || !ANY_TAG.test(value) ? value : unescape(clean);
  return text.startsWith('<') && text.endsWith('>') ? `${text} ` : text;
}

/** Whether the first tag encloses everything, as well-formed XML must have it. */
function isOneElement(html: string): boolean {
  const tag = /^<([a-z]+)[\s>]/.exec(html)?.[1];
  if (tag === undefined || !html.endsWith(`</${tag}>`)) return false;
  let depth = 0;
  for (const match of html.matchAll(new RegExp(`<(/?)${tag}(?=[\\s>])`, 'g'))) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return match.index === html.length - tag.length - 3;
  }
  return false;
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
