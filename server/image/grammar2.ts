import { parseRequest, parseScaled } from './grammar.ts';
import type { Parsed, SizeGrammar } from './grammar.ts';
import type { Format, SizeForm } from './request.ts';

/** Not scaled: refused, and not made smaller, where that is beyond the limits. */
const FULL: SizeForm = { form: 'percent', enlarge: false, percent: { units: 100n, scale: 1n } };
const MAX: SizeForm = { form: 'max', enlarge: false };

/**
 * Image API 2.1, 4.2. There is no `^`: sizes above that of the region are given to whoever asks for exactly them
 * (`sizeAboveFull`). `!w,h` leaves the scaling to the server: it never enlarges, as that would only cost time.
 */
const SIZES: SizeGrammar = {
  forms: 'full, max, w,h or w, or ,h or pct:n or !w,h',
  parse(text) {
    if (text === 'full') return FULL;
    if (text === 'max') return MAX;
    return parseScaled(text, 0, text.charCodeAt(0) !== 33);
  },
};

export function parse2(path: string, formats: readonly Format[]): Parsed {
  return parseRequest(path, SIZES, formats);
}
