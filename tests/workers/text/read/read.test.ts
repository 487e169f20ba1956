import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { readText } from '../../../../workers/text/read/read.ts';
import { readAll } from '../transcriptions.ts';

test('a page is given before the file has come to its end', async (t) => {
  let asked = 0;
  async function* source(): AsyncGenerator<Uint8Array, void, undefined> {
    yield Buffer.from(`<alto><Layout>${' '.repeat(20_000)}`);
    for (let i = 0; i < 1000; i++) {
      asked = i;
      yield Buffer.from(
        `<Page WIDTH="1" HEIGHT="1"><TextBlock><TextLine><String CONTENT="${i}"/></TextLine></TextBlock></Page>`,
      );
    }
    yield Buffer.from('</Layout></alto>');
  }
  const { pages } = await readText(source());
  for (let i = 0; i < 5; i++) {
    t.is((await pages.next()).value?.index, i);
    t.is(asked, i);
  }
  await pages.return();
});

test('a file that ends in its middle gives its whole pages, then says where it ends', async (t) => {
  const { pages } = await readText(
    (async function* () {
      yield Buffer.from('<alto><Layout><Page WIDTH="1" HEIGHT="1"/>\n<Page>');
    })(),
  );
  t.is((await pages.next()).value?.index, 0);
  t.regex((await t.throwsAsync(pages.next(), { instanceOf: UnreadableError })).message, /line 2.*in <Page>/);
});

test('a page of more parts than memory is for is refused', async (t) => {
  const words = '<String CONTENT="x"/>'.repeat(250_001);
  await t.throwsAsync(readAll(`<alto><Layout><Page>${words}</Page></Layout></alto>`, { piece: 65_536 }), {
    message: /more than 250000 words/,
  });
});
