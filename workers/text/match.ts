import type { TextView } from './frame.ts';
import type { TextPage } from './model.ts';

/** What is known of a page without its text. */
export type PageHead = Pick<TextPage, 'index' | 'file' | 'view' | 'number'> & {
  /** The name of the transcription's own file. */
  source: string;
};

export type PageMatch =
  | { page: PageHead; view: TextView; by: 'view' | 'image' | 'source' | 'order' }
  | { page: PageHead; view?: undefined; reason: string };

/**
 * Which page is of which view. In this order: by the view's id, by the image's name that the transcription has, by the
 * transcription's own name, and, if no page was found by a name, one after the other where there are as many pages as
 * views. What could be one of two is neither.
 */
export function matchPages(pages: readonly PageHead[], views: readonly TextView[]): PageMatch[] {
  const byId = new Map(views.map((view) => [view.id, view]));
  const byImage = new Map<string, TextView[]>();
  for (const view of views) {
    if (view.image?.file === undefined) continue;
    const stem = stemOf(view.image.file);
    const found = byImage.get(stem);
    if (found) found.push(view);
    else byImage.set(stem, [view]);
  }
  const distinct = distinctNames(pages);
  const matches = pages.map((page): PageMatch => {
    const named = page.view === undefined ? undefined : byId.get(page.view);
    if (named) return { page, view: named, by: 'view' };
    const names = [
      { by: 'image' as const, name: page.file, distinct: distinct.image(page) },
      { by: 'source' as const, name: page.source, distinct: distinct.source(page) },
    ];
    let reason: string | undefined;
    for (const { by, name, distinct: alone } of names) {
      const found = name !== undefined && alone ? byImage.get(stemOf(name)) : undefined;
      if (found?.length === 1) return { page, view: found[0]!, by };
      if (found) reason ??= `${found.length} views show an image named like ${JSON.stringify(name)}`;
    }
    return { page, reason: reason ?? '' };
  });
  const some = matches.some((match) => match.view);
  const order = [...new Set(pages.map(keyOf))];
  if (!some && order.length === views.length) {
    return pages.map((page) => ({ page, view: views[order.indexOf(keyOf(page))]!, by: 'order' }));
  }
  return matches.map((match) =>
    match.view ? match : { page: match.page, reason: sentence(match, order.length, views, some) },
  );
}

/**
 * The name of a file, as far as it is common to an image and its transcription: without folders, of any system or a
 * URL, without endings (`page_0001.alto.xml`), in any case.
 */
export function stemOf(name: string): string {
  const base = unescaped(name.split(/[?#]/, 1)[0]!).split(/[\\/]/).at(-1)!;
  const stem = base.replace(
    /(\.(alto|hocr|page|xml|html?|json|csv|tsv|gt|txt|tiff?|jpe?g|jp2|png|webp|jxl|avif|gif|bmp|pdf))+$/i,
    '',
  );
  return (stem || base).normalize('NFC').toLowerCase();
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function note(map: Map<string, Set<number>>, key: string, index: number): void {
  const indices = map.get(key);
  if (indices) indices.add(index);
  else map.set(key, new Set([index]));
}

/** A name that several pages of one file have in common is that of a book, not of a page. */
function distinctNames(pages: readonly PageHead[]): Record<'image' | 'source', (page: PageHead) => boolean> {
  const image = new Map<string, Set<number>>();
  const source = new Map<string, Set<number>>();
  const imageKey = ({ source: of, file }: PageHead): string => JSON.stringify([of, file && stemOf(file)]);
  for (const page of pages) {
    note(image, imageKey(page), page.index);
    note(source, page.source, page.index);
  }
  return {
    image: (page) => image.get(imageKey(page))!.size === 1,
    source: (page) => source.get(page.source)!.size === 1,
  };
}

function keyOf(page: PageHead): string {
  return JSON.stringify([page.source, page.index]);
}

function sentence(
  match: PageMatch & { view?: undefined },
  count: number,
  views: readonly TextView[],
  some: boolean,
): string {
  const { page, reason } = match;
  const which = `Page ${page.index + 1} of ${page.source}`;
  const names = page.file === undefined ? '' : ` (its image is ${JSON.stringify(page.file.slice(-120))})`;
  const why =
    reason ||
    (some
      ? 'no view shows an image of its name or of its file'
      : `no view shows an image of its name or of its file, and there are ${count} pages for ${views.length} views`);
  const example = views.find((view) => view.image?.file !== undefined)?.image?.file;
  return `${which}${names} belongs to no one view: ${why}. Name the transcription as the image is named${
    example === undefined ? '' : ` (${stemOf(example)}.xml for ${example})`
  }, or give it for one view alone.`;
}
