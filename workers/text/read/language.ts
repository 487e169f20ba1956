/** Names of models that Tesseract's and Kraken's users have for languages, which are no tags. */
const MODELS: Readonly<Record<string, string>> = {
  chi_sim: 'zh-Hans',
  chi_tra: 'zh-Hant',
  deu_frak: 'de-Latf',
  deu_latf: 'de-Latf',
  frk: 'de-Latf',
  fraktur: 'de-Latf',
  srp_latn: 'sr-Latn',
  uzb_cyrl: 'uz-Cyrl',
  aze_cyrl: 'az-Cyrl',
  kur_ara: 'ku-Arab',
};

/**
 * The BCP 47 tag of a language as transcriptions name it: `eng`, `ger`, `en_US`, `chi_sim`, `German` (PAGE); nothing
 * where it is none, as a wrong tag is worse than none.
 */
export function languageTag(name: string | undefined): string | undefined {
  const trimmed = name?.trim();
  if (!trimmed || trimmed.length > 60) return undefined;
  const model =
    MODELS[
      trimmed
        .toLowerCase()
        .replaceAll('-', '_')
        .replace(/_vert$/, '')
    ];
  if (model) return model;
  if (/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(trimmed)) {
    try {
      const [tag] = Intl.getCanonicalLocales(trimmed.replaceAll('_', '-'));
      return tag === 'und' ? undefined : tag;
    } catch {
      return undefined;
    }
  }
  return namesInEnglish().get(trimmed.toLowerCase());
}

let names: Map<string, string> | undefined;

/** PAGE has languages by their English names; these are known to the platform, from tag to name only. */
function namesInEnglish(): Map<string, string> {
  if (names) return names;
  names = new Map();
  const display = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const add = (tag: string): void => {
    const name = display.of(tag)?.toLowerCase();
    if (name && !names!.has(name)) names!.set(name, Intl.getCanonicalLocales(tag)[0]!);
  };
  for (const a of letters) for (const b of letters) add(a + b);
  for (const a of letters) for (const b of letters) for (const c of letters) add(a + b + c);
  return names;
}

export function directionOf(value: string | undefined): 'ltr' | 'rtl' | undefined {
  if (value === 'ltr' || value === 'left-to-right') return 'ltr';
  return value === 'rtl' || value === 'right-to-left' ? 'rtl' : undefined;
}
