import test from 'ava';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Annotated as Outcome } from '../../../server/commands/annotate/outcome.ts';
import { testOnData } from '../../needs.ts';
import { Annotated, CONTEXT } from '../annotations/annotated.ts';
import type { Answer, Json } from '../annotations/annotated.ts';

/*
 * What comes to do harm: sent over HTTP, or given to `vitrine annotate`, which reads files in a child process of bounded
 * memory. All of it is refused in one sentence, or made harmless.
 */

let site: Annotated;
test.before(async (t) => {
  t.timeout(120_000);
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

const MEGABYTE = 1_000_000;
const HARM = /<script|onload|onerror|onclick|javascript:|<iframe|<foreignObject|@import|xlink:href/i;

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const annotation = (more: Json): string =>
  JSON.stringify({
    '@context': CONTEXT,
    type: 'Annotation',
    body: 'https://example.org/post',
    target: site.canvas,
    ...more,
  });
const selecting = (selector: Json): string =>
  annotation({ target: { type: 'SpecificResource', source: site.canvas, selector } });
const svg = (inside: string): string =>
  selecting({ type: 'SvgSelector', value: `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>` });

/** What is sent → its status, and the sentence. */
const REFUSED: Record<string, [body: () => string, status: number, reason: RegExp]> = {
  'a body of 10 megabytes': [
    () => annotation({ body: { type: 'TextualBody', value: 'x'.repeat(10 * MEGABYTE) } }),
    413,
    /2097152 bytes/,
  ],
  'text of more than a megabyte': [
    () => annotation({ body: { type: 'TextualBody', value: 'x'.repeat(1.5 * MEGABYTE) } }),
    400,
    /at most 1000000 bytes of text in all/,
  ],
  'a polygon of a million points': [() => svg(`<polygon points="${'1,2 '.repeat(MEGABYTE)}"/>`), 413, /2097152 bytes/],
  'a polygon of as many points as a request can hold': [
    () => svg(`<polygon points="${'1,2 '.repeat(MEGABYTE / 5)}"/>`),
    400,
    /at most 20000 points/,
  ],
  'WKT of as many points': [
    () => selecting({ type: 'WktSelector', value: `LINESTRING Z (${'1 2 3,'.repeat(30_000)}1 2 3)` }),
    400,
    /at most 20000 points/,
  ],
  'nesting of 100 levels': [
    () => annotation({ body: JSON.parse(nested(100)) as Json }),
    400,
    /nested more than 64 levels deep/,
  ],
  'nesting of 40 levels': [() => annotation({ body: JSON.parse(nested(40)) as Json }), 400, /at most 32 levels/],
  'nesting of 100,000 levels': [() => nested(100_000), 400, /nested more than 64 levels deep/],
  'a hundred thousand bodies': [
    () => annotation({ body: Array.from({ length: 100_000 }, () => 'a:b') }),
    400,
    /at most 20000 values/,
  ],
  'entities in SVG': [
    () =>
      selecting({
        type: 'SvgSelector',
        value: `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg><path d="&b;"/></svg>`,
      }),
    400,
    /document type with declarations/,
  ],
  'a region outside of the view': [
    () => annotation({ target: `${site.canvas}#xywh=9000,9000,10,10` }),
    400,
    /outside of its view, which has 600 × 400 pixels/,
  ],
  'a stylesheet that loads something': [
    () => annotation({ stylesheet: { type: 'CssStylesheet', value: '@import url(https://example.org/x.css)' } }),
    400,
    /CSS that loads and runs nothing/,
  ],
  'an address that runs something': [
    () => annotation({ body: { id: 'javascript:alert(1)', type: 'Text' } }),
    400,
    /received "javascript:alert\(1\)"/,
  ],
  'no JSON': [() => '{"type": "Annotation",', 400, /JSON/],
  'bytes that are no text': [() => '\u0000\u0001', 400, /JSON/],
};

for (const [title, [body, status, reason]] of Object.entries(REFUSED))
  test.serial(`over HTTP, ${title}: refused`, async (t) => {
    const answer = await site.ask('POST', site.container, site.bearer('annotator'), body());
    t.is(answer.status, status, answer.text.slice(0, 300));
    t.regex(messageOf(answer), reason);
    t.true(messageOf(answer).length < 600);
  });

const messageOf = ({ json }: Answer): string => String((json['error'] as Json | undefined)?.['message']);

/** What is sent → what must still be there of it. */
const HARMLESS: Record<string, [body: () => string, kept: RegExp]> = {
  'a script in HTML': [
    () =>
      annotation({
        body: {
          type: 'TextualBody',
          format: 'text/html',
          value:
            '<p onclick="x()">read <b>me</b><script>x()</script><img src=x onerror=x()><a href="javascript:x()">a</a></p>',
        },
      }),
    /read <b>me<\/b>/,
  ],
  'a script in SVG': [
    () =>
      svg(
        '<script>x()</script><path d="M1 1 L9 9 L1 9 Z" onload="x()" style="fill:url(javascript:x)"/><foreignObject><iframe/></foreignObject>',
      ),
    /M ?1[ ,]1/,
  ],
  'a script in what nobody knows': [
    () => annotation({ 'ext:note': { 'ext:deep': ['<p><img src=x onerror=x()>said</p>'] } }),
    /said/,
  ],
  'a prototype': [() => annotation({}).replace('{', '{"__proto__":{"onload":"x"},'), /example.org\/post/],
};

for (const [title, [body, kept]] of Object.entries(HARMLESS))
  test.serial(`over HTTP, ${title}: made harmless, and kept`, async (t) => {
    const answer = await site.ask('POST', site.container, site.bearer('annotator'), body());
    t.is(answer.status, 201, answer.text.slice(0, 300));
    for (const url of [
      String(answer.headers.get('location')),
      `${site.url}/iiif/presentation/3/annotations/${site.view}`,
    ]) {
      const { text } = await site.get(url);
      t.notRegex(text, HARM);
      t.regex(JSON.stringify(JSON.parse(text)).replaceAll('\\"', '"'), kept);
    }
  });

test.serial('over HTTP, a body that is not UTF-8 is refused, or read as what it can be', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from(annotation({ bodyValue: 'x' }).replace('"body":"https://example.org/post",', '').replace(/x"}?/, '')),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}'),
  ]);
  const response = await fetch(site.container, {
    method: 'POST',
    headers: { 'content-type': 'application/ld+json', ...site.bearer('annotator') },
    body: bytes,
  });
  t.true([201, 400].includes(response.status), await response.text());
});

const hocr = (inside: string): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ocr-system" content="x"></head><body><div class="ocr_page" title="image &quot;page.png&quot;; bbox 0 0 600 400">${inside}</div></body></html>`;
const ocrLine = (inside: string): string =>
  `<span class="ocr_line" title="bbox 10 10 300 50"><span class="ocrx_word" title="bbox 10 10 300 50">${inside}</span></span>`;
const alto = (inside: string, head = '<?xml version="1.0"?>'): string =>
  `${head}<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><sourceImageInformation><fileName>page.png</fileName></sourceImageInformation></Description><Layout><Page ID="p" WIDTH="600" HEIGHT="400"><PrintSpace><TextBlock>${inside}</TextBlock></PrintSpace></Page></Layout></alto>`;
const altoLine = (content: string): string =>
  `<TextLine HPOS="10" VPOS="10" WIDTH="100" HEIGHT="20"><String HPOS="10" VPOS="10" WIDTH="100" HEIGHT="20" CONTENT="${content}"/></TextLine>`;
const BOMB = `<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, at) => `<!ENTITY a${at + 1} "&a${at};&a${at};">`).join('')}]>`;

/** A file → how it fails, or the text that it gives. */
const FILES: Record<string, { content: () => string | Buffer; failed?: RegExp; text?: string; remark?: RegExp }> = {
  'bomb.xml': { content: () => alto(altoLine('&a30;'), BOMB), failed: /The XML is broken at line 1.*entity/ },
  'file.xml': {
    content: () =>
      alto(altoLine('&f;'), '<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    failed: /The XML is broken.*entity/,
  },
  'deep.xml': { content: () => alto('<TextBlock>'.repeat(100_000)), failed: /inside of more than 256 elements/ },
  'cut.xml': { content: () => alto(altoLine('cut')).slice(0, -40), failed: /The XML is broken at line/ },
  'long.xml': { content: () => alto(altoLine('x'.repeat(10 * MEGABYTE))), failed: /long|characters|bytes/ },
  'points.xml': {
    content: () =>
      alto(
        `<TextLine HPOS="10" VPOS="10" WIDTH="100" HEIGHT="20"><Shape><Polygon POINTS="${'1,2 '.repeat(MEGABYTE)}"/></Shape><String HPOS="10" VPOS="10" WIDTH="9" HEIGHT="9" CONTENT="many"/></TextLine>`,
      ),
    text: 'many',
  },
  'latin.xml': { content: () => Buffer.from(alto(altoLine('naïve')), 'latin1'), failed: /UTF-8/ },
  'encoding.xml': { content: () => alto(altoLine('x'), '<?xml version="1.0" encoding="x-none"?>'), failed: /x-none/ },
  'outside.xml': {
    content: () => alto(altoLine('far').replaceAll('HPOS="10"', 'HPOS="90000"')),
    remark: /"far" is outside of its view/,
  },
  'script.hocr': {
    content: () => hocr(`<script>alert(1)</script>${ocrLine('<img src=x onerror=alert(1)>harmless')}`),
    text: 'harmless',
  },
  'markup.xml': {
    content: () => alto(altoLine('&lt;script&gt;alert(1)&lt;/script&gt;')),
    text: '<script>alert(1)</script>',
  },
  'deep.json': { content: () => nested(100_000), failed: /the file has no type/ },
  'zeros.bin': { content: () => Buffer.alloc(MEGABYTE), failed: /.+/ },
  'empty.xml': { content: () => '', failed: /.+/ },
  'formula.csv': {
    content: () => `view,x,y,width,height,text\n${site.view},10,10,20,20,"=cmd|' /C calc'!A0"\n`,
    text: "=cmd|' /C calc'!A0",
  },
};

async function annotate(...paths: string[]): Promise<{ outcomes: Map<string, Outcome>; stderr: string }> {
  const { stdout, stderr } = await site.product.run('annotate', '--json', '--job-memory', '512', 'page', ...paths);
  const lines = stdout.split('\n').filter((text) => text !== '');
  return {
    stderr,
    outcomes: new Map(lines.map((text) => JSON.parse(text) as Outcome).map((outcome) => [outcome.name, outcome])),
  };
}

test.serial('files that mean harm are refused with a reason each, or give their text and nothing else', async (t) => {
  t.timeout(120_000);
  const paths = [];
  for (const [name, { content }] of Object.entries(FILES)) {
    const path = join(site.product.folder, name);
    await writeFile(path, content());
    paths.push(path);
  }
  const { outcomes, stderr } = await annotate(...paths);
  t.is(stderr, '');
  for (const [name, { failed, remark }] of Object.entries(FILES)) {
    const outcome = outcomes.get(name);
    t.is(outcome?.state, failed ? 'failed' : 'ready', `${name}: ${outcome?.problem}`);
    if (remark) t.regex(outcome?.remarks?.join() ?? '', remark, name);
    if (!failed) continue;
    t.regex(outcome?.problem ?? '', failed, name);
    t.true((outcome?.problem ?? '').length < 1000, name);
    t.notRegex(outcome?.problem ?? '', /crash|killed|memory|root:/, name);
  }
  const { json, text: page } = await site.get(`${site.url}/iiif/presentation/3/annotations/${site.view}`);
  t.true(page.length < MEGABYTE);
  const bodies = (json['items'] as Json[]).flatMap(({ body }) => [body].flat() as Json[]);
  for (const [name, { text }] of Object.entries(FILES)) {
    if (text === undefined) continue;
    const body = bodies.find(({ value }) => value === text);
    t.truthy(body, name);
    // Plain text is shown as it stands.
    t.is(body?.['format'], 'text/plain', name);
  }
});

/** Its one fault is that its context is missing, as in much that is found in the wild; all of it is understood. */
const WITHOUT_CONTEXT = 'w3c-incorrect-anno3.json';

testOnData(
  'hostile annotations',
  true,
  'serial',
)('each of the W3C’s wrong annotations is refused in one sentence, by both ways', async (t) => {
  t.timeout(120_000);
  const folder = join(process.env['VITRINE_TEST_DATA'] ?? '', 'hostile', 'text');
  const names = await readdir(folder);
  t.true(names.length >= 20);
  for (const name of names) {
    const sent = await readFile(join(folder, name), 'utf8');
    const answer = await site.ask('POST', site.container, site.bearer('annotator'), sent);
    if (name === WITHOUT_CONTEXT) {
      t.is(answer.status, 201, name);
      continue;
    }
    t.is(answer.status, 400, `${name}: ${answer.text.slice(0, 300)}`);
    t.regex(messageOf(answer), /^(?:Expected|The )/, name);
  }
  const { outcomes, stderr } = await annotate(...names.map((name) => join(folder, name)));
  t.is(stderr, '');
  t.deepEqual(
    names.filter((name) => outcomes.get(name)?.state !== 'failed'),
    [],
  );
});

test.serial('after all of that the server answers as before, and holds no more memory than it should', async (t) => {
  t.is((await site.get(site.container)).status, 200);
  t.is((await site.post()).status, 201);
  const { text } = await site.get(`${site.url}/metrics`);
  const held = Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  t.true(held < 600 * MEGABYTE, `${held} bytes`);
  t.notRegex(text, /status="5\d\d"/);
});
