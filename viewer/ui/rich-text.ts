/** Presentation 3.0, section 4.3: the elements that a client should keep. */
const ALLOWED = new Set(['a', 'b', 'br', 'i', 'img', 'p', 'small', 'span', 'sub', 'sup']);
/** What the text of an annotation may hold besides. */
export const ANNOTATION_ELEMENTS: ReadonlySet<string> = new Set(
  `a b blockquote br cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre q s small span strong sub sup u ul`.split(
    ' ',
  ),
);
/** What these hold is no text. */
const DROPPED = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'svg', 'math', 'title']);
const LINKS = /^(https?:|mailto:)/i;
const SOURCES = /^https?:/i;

/**
 * A value of a manifest as nodes made anew: allowed elements with their `href`, `src` and `alt`, and text. The server
 * sanitises too; this is for what reaches the page past it. Parsing happens in a document that runs and loads nothing.
 */
export function richText(value: string, allowed: ReadonlySet<string> = ALLOWED): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const trimmed = value.trim();
  if (trimmed.startsWith('<') && trimmed.endsWith('>')) {
    rebuild(new DOMParser().parseFromString(trimmed, 'text/html').body, fragment, allowed);
  } else {
    fragment.append(value);
  }
  return fragment;
}

function rebuild(from: Node, into: Node, allowed: ReadonlySet<string>): void {
  for (const node of from.childNodes) {
    if (node instanceof Text) into.appendChild(document.createTextNode(node.data));
    if (!(node instanceof Element) || DROPPED.has(node.localName)) continue;
    if (!allowed.has(node.localName)) {
      rebuild(node, into, allowed);
      continue;
    }
    const copy = document.createElement(node.localName);
    const href = node.getAttribute('href')?.trim() ?? '';
    const src = node.getAttribute('src')?.trim() ?? '';
    if (copy instanceof HTMLAnchorElement && LINKS.test(href)) {
      copy.href = href;
      copy.rel = 'noopener';
    }
    if (copy instanceof HTMLImageElement) {
      copy.alt = node.getAttribute('alt') ?? '';
      if (SOURCES.test(src)) copy.src = src;
    }
    rebuild(node, copy, allowed);
    into.appendChild(copy);
  }
}
