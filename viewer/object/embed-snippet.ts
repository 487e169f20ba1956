const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The HTML that puts an object's picture into another page. */
export function embedSnippet(url: string, title: string): string {
  const name = escape(title.replaceAll(/\s+/g, ' ').slice(0, 200));
  return (
    `<iframe src="${escape(url)}" title="${name}" width="640" height="480" ` +
    `loading="lazy" allow="fullscreen" style="border:0;max-width:100%"></iframe>`
  );
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
