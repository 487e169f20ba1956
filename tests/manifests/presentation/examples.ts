import { fc } from '../../properties.ts';
import type { CollectionOf, Placement, Text, TwinObject, View } from '../../../manifests/presentation/model.ts';
import { Urls } from '../../../manifests/presentation/urls.ts';

export const urls = new Urls('https://example.org');

export function placement(asset: string, more: Partial<Placement> = {}): Placement {
  return { asset, identifier: asset, width: 5000, height: 3001, ...more };
}

export function view(id: string, placements: Placement[], more: Partial<View> = {}): View {
  const [first] = placements;
  return {
    id,
    kind: 'canvas',
    ...(first && { size: { width: first.width, height: first.height } }),
    placements,
    ...more,
  };
}

export function twin(views: View[], more: Partial<TwinObject> = {}): TwinObject {
  return { id: 'venus', label: 'Venus', views, ...more };
}

const words = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'Ἀφροδίτη τῆς Μήλου',
    'ミロのヴィーナス',
    'فينوس دي ميلو',
    'line\nbreak\ttab',
    '\uD800 half',
    'a < b > c',
    '<unknown>',
  ),
  fc.constantFrom(
    '<p>plain</p>',
    '<script>alert(1)</script>',
    '<a href="javascript:x" onclick="y">z</a><br>',
    '<x>&lt;b&gt;</x>',
  ),
  fc.string({ minLength: 1, maxLength: 10 }).map((text) => text.repeat(1000)),
  fc
    .array(fc.constantFrom('<', '>', '</', '/>', 'b', 'p', 'img', 'script', ' ', '&', '&lt;', '"', '!--', 'é'))
    .map((a) => a.join('')),
);
const text: fc.Arbitrary<Text> = fc.oneof(
  words,
  fc.dictionary(fc.constantFrom('en', 'el', 'ja-Jpan', 'none'), fc.array(words, { minLength: 1, maxLength: 3 }), {
    minKeys: 1,
  }),
);
const id = fc.string({ unit: fc.constantFrom('a', 'b', 'z', '0', '9', '-', '_', '~'), minLength: 1, maxLength: 12 });
const side = fc.integer({ min: 1, max: 70_000 });
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Without the keys whose value is undefined. */
function defined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> };
function defined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

export const MESH = {
  triangles: 1_234_567,
  vertices: 617_285,
  parts: 1,
  size: [0.1, 0.25, 0.08],
  unitIsGuess: false,
  area: 0.12,
  texturePixels: 16_777_216,
} as const;

/** One of several assets, each with the same size and original wherever it is placed. */
const MEDIA_TYPES = ['image/tiff', 'application/pdf', 'model/obj', undefined];
const NAMES = ['scan.tif', 'Ἀφροδίτη.pdf', 'a\nb <c>.obj', 'x'.repeat(10_000)];
const somePlacement = fc
  .record({
    number: fc.nat(11),
    mesh: fc.boolean(),
    box: optional(fc.constant({ x: 0, y: 0, width: 1, height: 1 })),
    choice: optional(fc.constantFrom('a', 'b')),
  })
  .map(({ number, mesh, box, choice }): Placement => {
    const mediaType = MEDIA_TYPES[number % 4];
    const original =
      mediaType === undefined ? undefined : { label: NAMES[number % 4] ?? '', mediaType, bytes: 10 ** number };
    const [asset, width, height] = [`asset${number}`, 1 + 6007 * number, 1 + 487 * number ** 2];
    const numbers = { ...MESH, triangles: 7 ** number, size: [2 ** number, 1, 10 ** -number] as const };
    const files = original && { modelBytes: 3 ** number, archiveBytes: 10 ** number };
    const shown = mesh && mediaType === 'model/obj' ? defined({ numbers, twin: files }) : undefined;
    return defined({ asset, identifier: asset, width, height, box, choice, original, mesh: shown });
  });
const someView = fc
  .record({
    id,
    kind: fc.constant('canvas' as const),
    label: optional(text),
    size: optional(fc.record({ width: side, height: side })),
    placements: fc.array(somePlacement, { maxLength: 4 }),
  })
  .map(defined);
const pairs = fc.array(fc.record({ label: text, value: text }), { maxLength: 4 });

/** Each with pages of its own: readers keep one resource for each id. */
const someProvider = fc
  .record({ name: fc.constantFrom('a', 'b', 'c'), label: text, homepage: fc.boolean(), logo: fc.boolean() })
  .map(({ name, label, homepage, logo }) =>
    defined({
      id: `https://${name}.example/about`,
      label,
      homepage: homepage ? `https://${name}.example/` : undefined,
      logo: logo ? `https://${name}.example/logo.png` : undefined,
    }),
  );

export const anyObject: fc.Arbitrary<TwinObject> = fc
  .record({
    id,
    label: text,
    summary: optional(text),
    metadata: optional(pairs),
    rights: optional(fc.constant('http://creativecommons.org/publicdomain/mark/1.0/')),
    requiredStatement: optional(fc.record({ label: text, value: text })),
    searchable: fc.boolean(),
    provider: optional(fc.uniqueArray(someProvider, { selector: (each) => each.id, maxLength: 2 })),
    navDate: optional(fc.constant('1820-04-08T00:00:00Z')),
    behavior: optional(fc.constantFrom(['paged'] as const, [] as const)),
    viewingDirection: optional(fc.constant('right-to-left' as const)),
    views: fc.uniqueArray(someView, { selector: (each) => each.id, minLength: 1, maxLength: 5 }),
  })
  .map(defined);

export const anyCollection: fc.Arbitrary<CollectionOf> = fc
  .record({
    id,
    label: text,
    summary: optional(text),
    partOf: optional(fc.array(fc.record({ id, label: text }), { maxLength: 2 })),
    members: fc.uniqueArray(
      fc
        .record({
          kind: fc.constantFrom('object' as const, 'collection' as const),
          id: id.map((each) => `member-${each}`),
          label: text,
          thumbnail: optional(fc.record({ identifier: id, width: side, height: side })),
          navDate: optional(fc.constant('-0500-01-01T00:00:00Z')),
        })
        .map(defined),
      { selector: (each) => each.id, maxLength: 5 },
    ),
  })
  .map(defined);
