import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { textOf, textOfPage } from '../../../../workers/text/text.ts';
import { partsOf, readAll } from '../transcriptions.ts';

function alto(layout: string, head = '', page = 'WIDTH="1000" HEIGHT="2000"'): string {
  return `<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">${head}<Layout><Page ID="P" ${page}><PrintSpace>${layout}</PrintSpace></Page></Layout></alto>`;
}

const box = 'HPOS="10" VPOS="20" WIDTH="30" HEIGHT="40"';

test('blocks, lines, words and glyphs have their text, box, language and confidence', async (t) => {
  const { pages, format } = await readAll(
    alto(`<TextBlock ID="b" LANG="ger" ${box}><TextLine ID="l" ${box}>
      <String ID="s" CONTENT="H&#246;n" WC="0.5" ${box}><Glyph CONTENT="H" GC="0.25" ${box}/></String><SP/><String CONTENT="er"/></TextLine></TextBlock>`),
  );
  t.is(format, 'alto');
  t.deepEqual(pages[0], {
    index: 0,
    unit: 'pixel',
    id: 'P',
    width: 1000,
    height: 2000,
    parts: [
      {
        granularity: 'block',
        id: 'b',
        box: { x: 10, y: 20, width: 30, height: 40 },
        language: 'de',
        parts: [
          {
            granularity: 'line',
            id: 'l',
            box: { x: 10, y: 20, width: 30, height: 40 },
            parts: [
              {
                granularity: 'word',
                id: 's',
                text: 'Hön',
                box: { x: 10, y: 20, width: 30, height: 40 },
                confidence: 0.5,
                parts: [
                  {
                    granularity: 'glyph',
                    text: 'H',
                    box: { x: 10, y: 20, width: 30, height: 40 },
                    confidence: 0.25,
                    parts: [],
                  },
                ],
              },
              { granularity: 'word', text: 'er', parts: [] },
            ],
          },
        ],
      },
    ],
  });
  t.is(textOfPage(pages[0]!), 'Hön er');
});

test('a divided word is printed with its hyphen in its line, and whole in the running text', async (t) => {
  const { pages } = await readAll(
    alto(`<TextBlock><TextLine><String CONTENT="der"/><SP/><String CONTENT="(Zuk" SUBS_TYPE="HypPart1" SUBS_CONTENT="Zucker"/><HYP CONTENT="&#173;"/></TextLine>
      <TextLine><String CONTENT="ker)," SUBS_TYPE="HypPart2" SUBS_CONTENT="Zucker"/><SP/><String CONTENT="ist"/></TextLine>
      <TextLine><String CONTENT="ver"/><HYP/></TextLine><TextLine><String CONTENT="bunden"/></TextLine></TextBlock>`),
  );
  t.deepEqual(partsOf(pages, 'line').map(textOf), ['der (Zuk-', 'ker), ist', 'ver-', 'bunden']);
  t.is(textOfPage(pages[0]!), 'der (Zucker), ist\nverbunden');
});

test('words without a space between them are pieces of one in a line that has spaces, and words in one that has none', async (t) => {
  const { pages } = await readAll(
    alto(`<TextBlock><TextLine><String CONTENT="I"/><String CONTENT="nitial"/><SP/><String CONTENT="two"/></TextLine>
      <TextLine><String CONTENT="one"/><String CONTENT="two"/></TextLine></TextBlock>`),
  );
  t.deepEqual(partsOf(pages, 'line').map(textOf), ['Initial two', 'one two']);
});

const lineOf = (baseline: string, points: string): string =>
  `<TextLine BASELINE="${baseline}" ${box}><Shape><Polygon POINTS="${points}"/></Shape><String CONTENT="x"/></TextLine>`;

test('outlines and baselines are read as all versions write them', async (t) => {
  const { pages, remarks } = await readAll(
    alto(
      `<TextBlock>${lineOf('55', '1,2 3,4 5,6')}${lineOf('10 50 40 52', '1 2 3 4 5 6')}${lineOf('10,50 40,52', '1 2 3')}</TextBlock>`,
    ),
  );
  const lines = partsOf(pages, 'line');
  t.deepEqual(
    lines.map(({ baseline }) => baseline),
    [
      [10, 55, 40, 55],
      [10, 50, 40, 52],
      [10, 50, 40, 52],
    ],
  );
  t.deepEqual(
    lines.map(({ polygon }) => polygon),
    [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], undefined],
  );
  t.deepEqual(
    remarks.map(({ code }) => code),
    ['polygon'],
  );
});

const blockOf = (id: string): string =>
  `<TextBlock ID="${id}"><TextLine><String CONTENT="${id}"/></TextLine></TextBlock>`;

test('the order of reading is the declared one, with composed blocks, and what is not named comes last', async (t) => {
  const order = `<ReadingOrder><OrderedGroup ID="g"><ElementRef REF="c"/><ElementRef REF="together"/><UnorderedGroup><ElementRef REF="a"/></UnorderedGroup></OrderedGroup></ReadingOrder>`;
  const { pages } = await readAll(
    alto(
      `${blockOf('z')}${blockOf('a')}<ComposedBlock ID="together">${blockOf('x')}${blockOf('y')}</ComposedBlock>${blockOf('c')}`,
      order,
    ),
  );
  t.deepEqual(
    pages[0]!.parts.map(({ id }) => id),
    ['c', 'x', 'y', 'a', 'z'],
  );
});

test('units, tags, file names and the program that recognised are in the head', async (t) => {
  const head = `<Description><MeasurementUnit>mm10</MeasurementUnit><sourceImageInformation><fileName> a/b.tif </fileName></sourceImageInformation>
    <OCRProcessing><preProcessingStep><processingSoftware><softwareName>Deskew</softwareName></processingSoftware></preProcessingStep>
    <ocrProcessingStep><processingDateTime>2020-01-02T03:04:05+01:00</processingDateTime><processingSoftware><softwareCreator>ABBYY</softwareCreator><softwareName>FineReader</softwareName></processingSoftware></ocrProcessingStep>
    <postProcessingStep><processingSoftware><softwareName>convert</softwareName><softwareVersion>2</softwareVersion></processingSoftware></postProcessingStep></OCRProcessing></Description>
    <Tags><LayoutTag ID="T1" LABEL="marginalia"/></Tags>`;
  const { pages } = await readAll(
    alto(`<TextBlock TAGREFS="T0 T1"><TextLine><String CONTENT="x"/></TextLine></TextBlock>`, head),
  );
  const [page] = pages;
  t.is(page!.unit, 'mm10');
  t.is(page!.file, 'a/b.tif');
  t.deepEqual(page!.generator, { name: 'FineReader', generated: '2020-01-02T02:04:05.000Z' });
  t.is(page!.parts[0]!.kind, 'marginalia');
});

const pageOf = (n: number): string =>
  `<Page WIDTH="10" HEIGHT="10" PHYSICAL_IMG_NR="${n}"><TextBlock><TextLine><String CONTENT="p${n}"/></TextLine></TextBlock></Page>`;

test('several pages of a file are pages of their own, each with the image named for it', async (t) => {
  const { pages } = await readAll(
    `<alto><Description><sourceImageInformation><fileName>1.jpg</fileName></sourceImageInformation><sourceImageInformation><fileName>2.jpg</fileName></sourceImageInformation></Description><Layout>${pageOf(1)}${pageOf(2)}</Layout></alto>`,
  );
  t.deepEqual(
    pages.map((one) => [one.index, one.number, one.file, textOfPage(one)]),
    [
      [0, 1, '1.jpg', 'p1'],
      [1, 2, '2.jpg', 'p2'],
    ],
  );
});

test('blocks without text are left out, and a place that is not given is that of the parts', async (t) => {
  const { pages } = await readAll(
    alto(
      `<TextBlock ${box}/><Illustration ${box}/><TextBlock><TextLine><String CONTENT="a" ${box}/><String CONTENT="b" HPOS="100" VPOS="0" WIDTH="10" HEIGHT="10"/></TextLine></TextBlock>`,
    ),
  );
  t.is(pages[0]!.parts.length, 1);
  t.deepEqual(pages[0]!.parts[0]!.box, { x: 10, y: 0, width: 100, height: 60 });
});

test('pages without a size and unknown units are told, with their place', async (t) => {
  const { remarks } = await readAll(alto('', '<MeasurementUnit>furlong</MeasurementUnit>', ''));
  t.deepEqual(
    remarks.map(({ code }) => code),
    ['unit', 'page-size'],
  );
  t.regex(remarks[0]!.message, /"furlong".*line 1, column \d+/);
});

test('broken ALTO is refused with its place, after the pages before it', async (t) => {
  const good = alto('<TextBlock><TextLine><String CONTENT="x"/></TextLine></TextBlock>').replace(
    '</Layout></alto>',
    '',
  );
  const error = await t.throwsAsync(readAll(`${good}\n<Page WIDTH="10" HEIGHT="10"><TextBlock></Page>`), {
    instanceOf: UnreadableError,
  });
  t.regex(error.message, /line 2, column \d+ in <TextBlock>/);
  await t.throwsAsync(readAll(good.slice(0, -30)), { instanceOf: UnreadableError });
  await t.throwsAsync(readAll('<alto><Layout/></alto>'), { message: /Nothing to read in this file of ALTO/ });
});
