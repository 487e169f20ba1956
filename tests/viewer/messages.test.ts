import { readFile, readdir } from 'node:fs/promises';
import test from 'ava';

const folder = new URL('../../viewer/messages/', import.meta.url);

async function messages(file: string): Promise<Record<string, string>> {
  const texts: Record<string, string> = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
  return texts;
}

function placeholders(text = ''): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();
}

test('every language has every message, with the same values to fill in', async (t) => {
  const english = await messages('en.json');
  for (const file of await readdir(folder)) {
    const other = await messages(file);
    t.deepEqual(Object.keys(other).toSorted(), Object.keys(english).toSorted(), file);
    for (const [key, text] of Object.entries(english)) {
      t.deepEqual(placeholders(other[key]), placeholders(text), `${file}: ${key}`);
    }
  }
});
