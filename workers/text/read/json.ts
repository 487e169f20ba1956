import { LimitError, UnreadableError } from '../../../manifests/errors.ts';

/** JSON has to be in memory as a whole; an annotation page of 100,000 lines has about 40 million characters. */
const MAX_CHARACTERS = 64_000_000;

export async function readJson(characters: AsyncIterable<string>): Promise<unknown> {
  const texts: string[] = [];
  let length = 0;
  for await (const text of characters) {
    length += text.length;
    if (length > MAX_CHARACTERS) {
      throw new LimitError(
        `A JSON file may have ${MAX_CHARACTERS} characters at most; give its annotations in several pages.`,
      );
    }
    texts.push(text);
  }
  const whole = texts.join('');
  try {
    return JSON.parse(whole) as unknown;
  } catch (cause) {
    throw new UnreadableError(
      `The JSON is broken${placeOf((cause as SyntaxError).message, whole)}: ${(cause as SyntaxError).message}.`,
      {
        cause,
      },
    );
  }
}

function placeOf(message: string, text: string): string {
  const before = text.slice(0, positionIn(message) ?? firstFault(text)).split('\n');
  return ` at line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

function positionIn(message: string): number | undefined {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? undefined : Number(position);
}

/** V8 does not always say the position: it is after the longest beginning in which nothing but an end is wrong. */
function firstFault(text: string): number {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (onlyEnds(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function onlyEnds(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    return message.includes('end of JSON input') || positionIn(message) === beginning.length;
  }
}
