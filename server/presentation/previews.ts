import type Koa from 'koa';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { LanguageMap } from '../../manifests/catalogue/schema.ts';
import { levelsOf, readyLevels } from '../../manifests/derivatives/levels.ts';
import { isWithin } from '../../manifests/derivatives/limits.ts';
import { firstImage } from '../../manifests/presentation/load.ts';
import type { Urls } from '../../manifests/presentation/urls.ts';

/** Previews of links are shown about this wide. */
const PREVIEW = 600;

/** One line of text for titles, in the visitor's language where there is one, else in English, else in any. */
export function plainLabel(label: LanguageMap, ctx: Pick<Koa.Context, 'acceptsLanguages'>): string {
  const languages = Object.keys(label).filter((language) => language !== 'none');
  const asked = languages.length > 0 && ctx.acceptsLanguages(languages);
  const values = (asked ? label[asked] : undefined) ?? label['en'] ?? label['none'] ?? Object.values(label)[0];
  return (values?.[0] ?? '').replace(/\s+/g, ' ').trim();
}

/** A ready-made picture of an object for previews of its link. */
export async function thumbnailOf(
  db: Db,
  object: string,
  urls: Urls,
): Promise<{ url: string; width: number; height: number } | undefined> {
  const image = await firstImage(db, object);
  if (!image) return undefined;
  const sizes = readyLevels(levelsOf(image))
    .filter((level) => isWithin(level, urls.limits))
    .toReversed();
  const size = sizes.find(({ width, height }) => Math.max(width, height) >= PREVIEW) ?? sizes.at(-1);
  if (!size) return undefined;
  const { width, height } = size;
  return { url: `${urls.image(image.identifier)}/full/${width},${height}/0/default.jpg`, width, height };
}
