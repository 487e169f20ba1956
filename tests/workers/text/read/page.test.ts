import test from 'ava';
import { textOf, textOfPage } from '../../../../workers/text/text.ts';
import { partsOf, readAll } from '../transcriptions.ts';

function pageXml(
  content: string,
  year = '2019-07-15',
  metadata = '<Creator>Transkribus</Creator><Created>2021-01-01T00:00:00Z</Created>',
): string {
  return `<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/${year}"><Metadata>${metadata}</Metadata>
    <Page imageFilename="f 1.jpg" imageWidth="1000" imageHeight="800" primaryLanguage="German" readingDirection="right-to-left">${content}</Page></PcGts>`;
}

const line = (text: string, attributes = '', more = ''): string =>
  `<TextLine ${attributes}><Coords points="1,1 9,1 9,9"/>${more}<TextEquiv conf="0.5"><Unicode>${text}</Unicode></TextEquiv></TextLine>`;
const region = (id: string, content: string, attributes = ''): string =>
  `<TextRegion id="${id}" ${attributes}><Coords points="0,0 10,0 10,10 0,10"/>${content}</TextRegion>`;

test('a page is read with its image, size, language, direction and program, whatever the year', async (t) => {
  for (const year of ['2009-03-16', '2010-03-19', '2013-07-15', '2019-07-15']) {
    const { pages, format } = await readAll(pageXml(region('r', line('x')), year));
    t.is(format, 'page');
    const { parts: _, ...head } = pages[0]!;
    t.deepEqual(head, {
      index: 0,
      unit: 'pixel',
      file: 'f 1.jpg',
      width: 1000,
      height: 800,
      language: 'de',
      direction: 'rtl',
      generator: { name: 'Transkribus', generated: '2021-01-01T00:00:00.000Z' },
    });
  }
});

test('points are read from an attribute and, as in 2009, from elements', async (t) => {
  const old = '<TextRegion id="r"><Coords><Point x="1" y="2"/><Point x="3" y="4"/><Point x="5" y="6"/></Coords>';
  const { pages } = await readAll(pageXml(`${old}${line('x', '', '<Baseline points="1,8 5,7 9,8"/>')}</TextRegion>`));
  t.deepEqual(pages[0]!.parts[0]!.polygon, [1, 2, 3, 4, 5, 6]);
  t.deepEqual(pages[0]!.parts[0]!.box, { x: 1, y: 2, width: 4, height: 4 });
  t.deepEqual(partsOf(pages, 'line')[0]!.baseline, [1, 8, 5, 7, 9, 8]);
});

const wordOf = (text: string): string => `<Word><TextEquiv><Unicode>${text}</Unicode></TextEquiv></Word>`;

test('of several readings the one of the lowest index counts, a word or line without any is its parts', async (t) => {
  const { pages } = await readAll(
    pageXml(
      region(
        'r',
        `<TextLine><TextEquiv index="1" conf="0.9"><Unicode>second</Unicode></TextEquiv><TextEquiv index="0" conf="0.2"><PlainText>no</PlainText><Unicode>first</Unicode></TextEquiv></TextLine>
         <TextLine>${wordOf('a')}${wordOf('b')}<TextEquiv><Unicode/></TextEquiv></TextLine><TextEquiv><Unicode>another reading of all</Unicode></TextEquiv>`,
      ),
    ),
  );
  const lines = partsOf(pages, 'line');
  t.deepEqual(lines.map(textOf), ['first', 'a b']);
  t.is(lines[0]!.confidence, 0.2);
  t.is(textOfPage(pages[0]!), 'first\na b');
});

test('regions without lines have their own text', async (t) => {
  const { pages } = await readAll(pageXml(region('r', '<TextEquiv><Unicode>whole\ntext</Unicode></TextEquiv>')));
  t.is(textOfPage(pages[0]!), 'whole\ntext');
});

test('the order of reading is ReadingOrder, over nested groups, and regions in a region stay with it', async (t) => {
  const order = `<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="c"/><UnorderedGroupIndexed index="1" regionRef="t"><RegionRef regionRef="b"/></UnorderedGroupIndexed></OrderedGroup></ReadingOrder>`;
  const table = `<TableRegion id="t">${region('cell', line('cell'))}</TableRegion>`;
  const { pages } = await readAll(
    pageXml(
      order +
        region('a', line('a')) +
        region('b', line('b') + region('in-b', line('b2'))) +
        table +
        region('c', line('c')),
    ),
  );
  t.deepEqual(
    pages[0]!.parts.map(({ id }) => id),
    ['c', 'b', 'in-b', 'a', 'cell'],
  );
});

const customOf = (index: number): string => `custom="readingOrder {index:${index};} structure {type:marginalia;}"`;

test('without ReadingOrder the order is that of custom, of regions and of lines in each', async (t) => {
  const { pages } = await readAll(
    pageXml(
      region('a', line('a2', customOf(1)) + line('a1', customOf(0)), customOf(1)) + region('b', line('b'), customOf(0)),
    ),
  );
  t.is(textOfPage(pages[0]!), 'b\na1\na2');
  t.is(pages[0]!.parts[0]!.kind, 'marginalia');
});

test('a sign of division at a line end joins its word', async (t) => {
  const { pages } = await readAll(pageXml(region('r', line('Ver¬') + line('fassung'))));
  t.is(textOfPage(pages[0]!), 'Verfassung');
  t.deepEqual(partsOf(pages, 'line').map(textOf), ['Ver¬', 'fassung']);
});

test('outlines that are none are told with their place', async (t) => {
  const { remarks } = await readAll(pageXml(`<TextRegion><Coords points="1,1 NaN,2"/>${line('x')}</TextRegion>`));
  t.deepEqual(
    remarks.map(({ code }) => code),
    ['points'],
  );
  t.regex(remarks[0]!.message, /Coords.*line 2/);
});
