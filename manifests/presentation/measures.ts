import type { MeshNumbers } from '../meshes/numbers.ts';
import { unitFor } from '../meshes/units.ts';
import type { Pair } from './model.ts';

/** The languages of the viewer's own words, so that a page says all of it in one. */
const LANGUAGES = ['en', 'de', 'es', 'fr', 'it'] as const;

type Language = (typeof LANGUAGES)[number];
type Words = Readonly<Record<Language, string>>;

const LABELS = {
  triangles: { en: 'Triangles', de: 'Dreiecke', es: 'Triángulos', fr: 'Triangles', it: 'Triangoli' },
  vertices: { en: 'Vertices', de: 'Eckpunkte', es: 'Vértices', fr: 'Sommets', it: 'Vertici' },
  size: {
    en: 'Width × height × depth',
    de: 'Breite × Höhe × Tiefe',
    es: 'Anchura × altura × profundidad',
    fr: 'Largeur × hauteur × profondeur',
    it: 'Larghezza × altezza × profondità',
  },
  guessedSize: {
    en: 'Width × height × depth (unit estimated)',
    de: 'Breite × Höhe × Tiefe (Einheit geschätzt)',
    es: 'Anchura × altura × profundidad (unidad estimada)',
    fr: 'Largeur × hauteur × profondeur (unité estimée)',
    it: 'Larghezza × altezza × profondità (unità stimata)',
  },
  area: { en: 'Surface', de: 'Oberfläche', es: 'Superficie', fr: 'Surface', it: 'Superficie' },
  volume: { en: 'Volume', de: 'Volumen', es: 'Volumen', fr: 'Volume', it: 'Volume' },
  closed: {
    en: 'Closed surface',
    de: 'Geschlossene Oberfläche',
    es: 'Superficie cerrada',
    fr: 'Surface fermée',
    it: 'Superficie chiusa',
  },
  parts: { en: 'Parts', de: 'Teile', es: 'Partes', fr: 'Parties', it: 'Parti' },
  texture: { en: 'Texture', de: 'Textur', es: 'Textura', fr: 'Texture', it: 'Texture' },
} satisfies Record<string, Words>;

const MEGAPIXELS: Words = {
  en: 'megapixels',
  de: 'Megapixel',
  es: 'megapíxeles',
  fr: 'mégapixels',
  it: 'megapixel',
};

const YES: Words = { en: 'yes', de: 'ja', es: 'sí', fr: 'oui', it: 'sì' };
const NO: Words = { en: 'no', de: 'nein', es: 'no', fr: 'non', it: 'no' };

type Write = (number: number) => string;

/** What was measured of a mesh, as fields of its description in every language of the viewer. */
export function measures(numbers: MeshNumbers): Pair[] {
  const { triangles, vertices, size, unitIsGuess, area, volume, closed, parts, texturePixels } = numbers;
  const longest = Math.max(...size);
  const [unit, metres] = unitFor(longest);
  return [
    field('triangles', (write) => write(triangles)),
    field('vertices', (write) => write(vertices)),
    ...(longest > 0
      ? [
          field(
            unitIsGuess ? 'guessedSize' : 'size',
            (_, short) => `${size.map((side) => short(side / metres)).join(' × ')} ${unit}`,
          ),
        ]
      : []),
    ...(area > 0 ? [field('area', (_, short) => `${short(area / metres ** 2)} ${unit}²`)] : []),
    ...(volume === undefined ? [] : [field('volume', (_, short) => `${short(volume / metres ** 3)} ${unit}³`)]),
    ...(closed === undefined ? [] : [field('closed', (_whole, _short, language) => (closed ? YES : NO)[language])]),
    ...(parts > 1 ? [field('parts', (write) => write(parts))] : []),
    ...(texturePixels > 0
      ? [field('texture', (_, short, language) => `${short(texturePixels / 1e6)} ${MEGAPIXELS[language]}`)]
      : []),
  ];
}

/** `whole` writes all digits of a number, `short` the first three that count. */
function field(label: keyof typeof LABELS, value: (whole: Write, short: Write, language: Language) => string): Pair {
  const values = LANGUAGES.map((language) => {
    const whole = new Intl.NumberFormat(language);
    const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
    const text = value(
      (number) => whole.format(number),
      (number) => short.format(number),
      language,
    );
    return [language, [text]] as const;
  });
  const labels = LANGUAGES.map((language) => [language, [LABELS[label][language]]] as const);
  return { label: Object.fromEntries(labels), value: Object.fromEntries(values) };
}
