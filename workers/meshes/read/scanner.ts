const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const COMMA = 44;
const BACKSLASH = 92;
const HASH = 35;
const SPACE = 32;
export const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Powers of ten that are read, each the nearest double: built by doubling they would be off by several units. */
const POWERS = Float64Array.from({ length: 309 }, (_, power) => Number(`1e${power}`));
/** Digits beyond this change nothing that a double can tell. */
const MANTISSA_LIMIT = 1e18;

/**
 * Reads words and numbers out of bytes of text. The caller sees to it that a line end is the last byte, so that nothing
 * here compares with a length. Its own number parser, as
 * `Number` would want a string made for each.
 */
export class Scanner {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  /** Of the line that is read, the first is 1. */
  line = 1;

  /** Goes over blanks (control characters are such), and over line ends behind a backslash, which continue a line; gives the byte that follows. */
  blanks(): number {
    for (;;) {
      const byte = this.bytes[this.at]!;
      if (byte <= SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) this.at++;
      else if (byte === BACKSLASH && this.#continues()) this.line++;
      else return byte;
    }
  }

  /** Whether there is another word in the line; goes to it. */
  word(): boolean {
    const byte = this.blanks();
    return byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== HASH;
  }

  /**
   * The number at `at`, with a point or a comma: exact for up to 15 digits and powers of ten up to 22, within two units
   * of the last place of a double elsewhere, so always right as a 32-bit float but for ties. NaN for any other word.
   */
  number(): number {
    const { bytes } = this;
    let { at } = this;
    let byte = bytes[at]!;
    const negative = byte === MINUS;
    if (negative || byte === PLUS) byte = bytes[++at]!;
    let mantissa = 0;
    let exponent = 0;
    let digits = 0;
    for (; byte >= 48 && byte <= 57; byte = bytes[++at]!) {
      if (mantissa < MANTISSA_LIMIT) mantissa = mantissa * 10 + (byte - 48);
      else exponent++;
      digits++;
    }
    if (byte === POINT || (byte === COMMA && isDigit(bytes[at + 1]!))) {
      for (byte = bytes[++at]!; byte >= 48 && byte <= 57; byte = bytes[++at]!) {
        if (mantissa < MANTISSA_LIMIT) {
          mantissa = mantissa * 10 + (byte - 48);
          exponent--;
        }
        digits++;
      }
    }
    if (digits === 0) return this.#noNumber();
    if ((byte | 32) === 101 || (byte | 32) === 100) {
      // `d` is how Fortran writes the exponent of a double.
      byte = bytes[++at]!;
      const down = byte === MINUS;
      if (down || byte === PLUS) byte = bytes[++at]!;
      if (!isDigit(byte)) return this.#noNumber();
      let power = 0;
      for (; byte >= 48 && byte <= 57; byte = bytes[++at]!) if (power < 100_000) power = power * 10 + (byte - 48);
      exponent += down ? -power : power;
    }
    this.at = at;
    // `1.#QNAN` and `1.#INF` are how Windows wrote what is no number.
    const isWindows = byte === HASH && bytes[at - 1] === POINT;
    if (byte > SPACE && (isWindows || !this.endsWord())) return this.#noNumber();
    const value = exponent === 0 ? mantissa : scaled(mantissa, exponent);
    return negative ? -value : value;
  }

  /** A whole number, and nothing of what follows it; NaN where there is none. */
  integer(): number {
    const { bytes } = this;
    let { at } = this;
    let byte = bytes[at]!;
    const negative = byte === MINUS;
    if (negative || byte === PLUS) byte = bytes[++at]!;
    if (!isDigit(byte)) return NaN;
    let value = 0;
    for (; byte >= 48 && byte <= 57; byte = bytes[++at]!) if (value < 1e12) value = value * 10 + (byte - 48);
    this.at = at;
    return negative ? -value : value;
  }

  take(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }

  /** Whether a word ends at `at`; goes over a comma that separates it from the next. */
  endsWord(): boolean {
    const byte = this.bytes[this.at]!;
    if (byte <= SPACE || byte === HASH) return true;
    const next = this.bytes[this.at + 1]!;
    if (byte === COMMA && next <= SPACE) this.at++;
    return byte === COMMA ? next <= SPACE : byte === BACKSLASH && (next === LINE_FEED || next === CARRIAGE_RETURN);
  }

  skipWord(): void {
    while (this.bytes[this.at]! > SPACE) this.at++;
  }

  /** Goes behind the end of the line: LF, CRLF or CR. */
  skipLine(): void {
    const { bytes } = this;
    let { at } = this;
    for (;;) {
      const byte = bytes[at++]!;
      if (byte === LINE_FEED) break;
      if (byte === CARRIAGE_RETURN) {
        if (bytes[at] === LINE_FEED) at++;
        break;
      }
    }
    this.at = at;
    this.line++;
  }

  /** What is left of the line, without blanks around it. UTF-8, or Latin-1 where it is none. */
  rest(): string {
    this.blanks();
    let end = this.at;
    while (this.bytes[end] !== LINE_FEED && this.bytes[end] !== CARRIAGE_RETURN) end++;
    const text = decodeText(this.bytes.subarray(this.at, end));
    this.at = end;
    return text.trim();
  }

  #noNumber(): number {
    this.skipWord();
    return NaN;
  }

  #continues(): boolean {
    const next = this.bytes[this.at + 1];
    if (next === LINE_FEED) this.at += 2;
    else if (next === CARRIAGE_RETURN) this.at += this.bytes[this.at + 2] === LINE_FEED ? 3 : 2;
    else return false;
    return true;
  }
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Both operands are exact for the small powers, so that the one division or product is the nearest double (Clinger 1990). */
function scaled(mantissa: number, exponent: number): number {
  if (mantissa === 0) return 0;
  if (exponent > 0) return exponent > 308 ? Infinity : mantissa * POWERS[exponent]!;
  if (exponent >= -308) return mantissa / POWERS[-exponent]!;
  return exponent < -640 ? 0 : mantissa / POWERS[308]! / POWERS[-exponent - 308]!;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const LATIN1 = new TextDecoder('windows-1252');

/** Names in meshes have no declared encoding. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return LATIN1.decode(bytes);
  }
}

/**
 * Behind the last line end before `end` that no backslash continues: up to there all lines are whole. `at` where there
 * is none.
 */
export function endOfLines(bytes: Uint8Array, at: number, end: number): number {
  for (let i = end - 1; i >= at; i--) {
    const byte = bytes[i];
    // A CR that comes last may be followed by the LF of the same line end.
    if (byte !== LINE_FEED && (byte !== CARRIAGE_RETURN || i === end - 1)) continue;
    const before = byte === LINE_FEED && bytes[i - 1] === CARRIAGE_RETURN ? i - 2 : i - 1;
    if (before < at || bytes[before] !== BACKSLASH) return i + 1;
  }
  return at;
}
