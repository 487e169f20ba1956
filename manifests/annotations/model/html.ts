import sanitize from 'sanitize-html';

/**
 * What Presentation 3.0, 4.5 allows, and what editors of annotations make besides: lists, quotations, headings, emphasis.
 * Addresses are http, https and mailto only. No style, class or id: they reach out of the annotation into the page.
 */
const ALLOWED: sanitize.IOptions = {
  allowedTags: (
    'a b blockquote br cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre q s small span strong ' +
    'sub sup u ul'
  ).split(' '),
  allowedAttributes: { a: ['href'], img: ['src', 'alt'], '*': ['lang', 'dir'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  nestingLimit: 50,
  // What is in these is no text to be read.
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'svg',
    'math',
    'title',
    'iframe',
    'object',
    'template',
    'xmp',
  ],
};

/** Passes until nothing changes: what is left after taking something out may itself be markup. */
const PASSES = 4;

/** HTML without anything that runs, loads or restyles. */
export function harmlessHtml(html: string): string {
  let before = html;
  for (let pass = 0; pass < PASSES; pass++) {
    const clean = sanitize(before, ALLOWED);
    if (clean === before) return clean;
    before = clean;
  }
  // Never seen: then the whole is text.
  return sanitize(before, { allowedTags: [], allowedAttributes: {} });
}

const IS_HTML = /^\s*<[a-z!/?][^]*>\s*$/i;

/** What clients take for HTML without being told: begins with `<` and ends with `>` (Presentation 3.0, 4.5). */
export function looksLikeHtml(value: string): boolean {
  return IS_HTML.test(value);
}

/** Media types that browsers make elements of. */
export function isMarkup(format: string): boolean {
  return /html|xml|svg/i.test(format);
}
