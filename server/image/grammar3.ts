import { parseRequest, parseScaled } from './grammar.ts';
import type { Parsed, SizeGrammar } from './grammar.ts';
import type { Format, SizeForm } from './request.ts';

const MAX: SizeForm = { form: 'max', enlarge: false };
const LARGEST: SizeForm = { form: 'max', enlarge: true };

/** Image API 3.0, 4.2: `^` allows a result that is larger than its region. */
const SIZES: SizeGrammar = {
  forms: 'max, w,h or w, or ,h or pct:n or !w,h, with or without ^ before it,',
  parse(text) {
    if (text === 'max') return MAX;
    if (text === '^max') return LARGEST;
    const enlarge = text.charCodeAt(0) === 94;
    return parseScaled(text, enlarge ? 1 : 0, enlarge);
  },
};

export function parse3(path: string, formats: readonly Format[]): Parsed {
  return parseRequest(path, SIZES, formats);
}
