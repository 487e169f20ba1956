const GOOD = [
  'full/max/0/default.jpg',
  'full/full/0/default.jpg',
  'square/!90,90/!0/gray.png',
  '0,0,64,64/32,32/0/default.jpg',
  'pct:10.5,20,30,40/^pct:120/22.5/bitonal.webp',
  'full/^200,/90/color.tif',
  'full/,50/180/default.pdf',
  'info.json',
];
const ODD = [
  '',
  '/',
  '//',
  '..',
  '../..',
  '%2e%2e%2f',
  '.',
  '%00',
  '\0',
  '\t',
  '\r',
  '\n',
  ' ',
  '%',
  '%2',
  '%zz',
  '%ff',
  '%c3%28',
  '%25',
  '%2F',
  '?',
  '#',
  '&',
  ';',
  '-1',
  '+1',
  '1e3',
  'NaN',
  'Infinity',
  '0x10',
  '0,0,0,0',
  '9'.repeat(40),
  '9'.repeat(400),
  '0'.repeat(50),
  '.5',
  '5.',
  '1.2.3',
  ',',
  ',,',
  ',,,,',
  '!',
  '!!',
  '^',
  '^^',
  '^!',
  'pct:',
  'pct:pct:1',
  'ä',
  '\u202e',
  '💥',
  '%F0%9F%92%A5',
  '\ud800',
  'full',
  'max',
  'square',
  'default',
  'native',
  '.jpg',
  '.JPG',
  '.bmp',
  '.php',
  '<script>',
  "'; drop table asset;--",
  '${7*7}',
  '\\',
  '|',
  '"',
  '{}',
  '[]',
];
const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789,.:!^%/?#-_~ ';

/** One path below the prefix of an image service, `{identifier}/…`: mostly a good one after one to four accidents. */
export function malformedPath(random: () => number, identifier: string): string {
  const pick = <T>(from: readonly T[] | string): T => from[Math.floor(random() * from.length)] as T;
  if (random() < 0.05) return noise(random, CHARACTERS);
  if (random() < 0.02)
    return `${identifier}/${noise(random, CHARACTERS).repeat(1 + Math.floor(random() * 100))}`.slice(0, 8000);
  let path = `${random() < 0.93 ? identifier : pick(ODD)}/${pick(GOOD)}`;
  for (let accidents = 1 + Math.floor(random() * 4); accidents > 0; accidents--) {
    const at = Math.floor(random() * (path.length + 1));
    const kind = random();
    if (kind < 0.3) path = path.slice(0, at) + pick(ODD) + path.slice(at);
    else if (kind < 0.45) path = path.slice(0, at) + path.slice(at + 1 + Math.floor(random() * 4));
    else if (kind < 0.6) path = path.slice(0, at) + pick<string>(CHARACTERS) + path.slice(at + 1);
    else if (kind < 0.8) path = replacePart(path, random, pick(ODD));
    else if (kind < 0.9) path = replacePart(path, random, pick(pick(GOOD).split('/')));
    else
      path = path
        .split('')
        .map((char) => (random() < 0.2 ? encode(char) : char))
        .join('');
  }
  return path;
}

function replacePart(path: string, random: () => number, part: string): string {
  const parts = path.split('/');
  parts[1 + Math.floor(random() * (parts.length - 1))] = part;
  return parts.join('/');
}

const encode = (char: string): string => `%${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;

function noise(random: () => number, characters: string): string {
  const length = Math.floor(random() * 80);
  return Array.from({ length }, () => characters[Math.floor(random() * characters.length)]).join('');
}
