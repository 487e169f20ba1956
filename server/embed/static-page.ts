import type { InternationalString, Manifest } from '@iiif/presentation-3';
import { escapeHtml } from './shells.ts';

/** A page without scripts that shows an object's images and leads to what viewers open. Every link is relative. */
export function staticPage({ label, summary, items, requiredStatement, rights }: Manifest, base: string): string {
  const title = escapeHtml(first(label));
  const relative = (id: string): string =>
    escapeHtml(id.startsWith(`${base}/`) ? `./${id.slice(base.length + 1)}` : id);
  const figures = items.flatMap(({ label: name, thumbnail, items: pages }) => {
    const [picture] = thumbnail ?? [];
    const [body] = [pages?.[0]?.items?.[0]?.body].flat();
    if (typeof picture !== 'object' || typeof body !== 'object' || !('id' in body)) return [];
    const { id, width, height } = picture as { id: string; width: number; height: number };
    const caption = escapeHtml(first(name));
    return `    <figure>
      <a href="${relative(body.id ?? '')}"><img src="${relative(id)}" width="${width}" height="${height}" alt="${caption}" loading="lazy" /></a>
      <figcaption>${caption}</figcaption>
    </figure>`;
  });
  const notes = [
    ...(summary ? [rich(first(summary))] : []),
    ...(requiredStatement ? [rich(first(requiredStatement.value))] : []),
    ...(rights ? [`<a href="${escapeHtml(rights)}">${escapeHtml(rights)}</a>`] : []),
    '<a href="./manifest.json">IIIF manifest</a>',
  ];
  return `<!doctype html>
<html${language(label)}>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="alternate" href="./manifest.json" type="application/ld+json" />
    <style>
      body { margin: 24px; font: 16px/1.5 system-ui, sans-serif; background: #2b2b2b; color: #eee; }
      a { color: inherit; }
      main { display: flex; flex-wrap: wrap; gap: 24px; align-items: end; }
      figure { margin: 0; }
      img { max-width: 100%; height: auto; display: block; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    <main>
${figures.join('\n')}
    </main>
${notes.map((note) => `    <p>${note}</p>`).join('\n')}
  </body>
</html>
`;
}

/** What is HTML in a manifest of ours was cleaned when that was made (Presentation 3.0, 4.5). */
const rich = (value: string): string => (value.startsWith('<') && value.endsWith('>') ? value : escapeHtml(value));

function language(label: InternationalString | null): string {
  const [tag = 'none'] = Object.keys(label ?? {});
  return tag === 'none' ? '' : ` lang="${escapeHtml(tag)}"`;
}

const first = (text: InternationalString | null | undefined): string => Object.values(text ?? {})[0]?.[0] ?? '';
