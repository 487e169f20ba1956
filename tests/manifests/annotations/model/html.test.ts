import test from 'ava';
import { fc } from '../../../properties.ts';
import { harmlessHtml } from '../../../../manifests/annotations/model/html.ts';

test('what editors of annotations make is kept', (t) => {
  for (const html of [
    '<p>a<br />b</p>',
    '<h2 lang="la">x</h2>',
    '<ul><li><em>a</em></li></ul>',
    '<a href="https://example.org/?a=1&amp;b">b</a>',
    '<a href="mailto:a@example.org">b</a>',
    '<img src="https://example.org/1.jpg" alt="a" />',
    '<span dir="rtl" lang="ar">x</span>',
    '<blockquote>q</blockquote>x<sub>1</sub>',
  ]) {
    t.is(harmlessHtml(html), html);
  }
});

test('what runs, loads or restyles is left out', (t) => {
  for (const html of [
    '<script>x</script>',
    '<scr<script>ipt>x</script>',
    '<iframe src="https://example.org"></iframe>',
    '<svg onload=x><a xlink:href="javascript:x">y</a></svg>',
    '<style>p{}</style>',
    '<link rel=stylesheet href=x><meta http-equiv=refresh content="0">',
  ]) {
    t.notRegex(harmlessHtml(html), /<(?!\/?(?:a|p)\b)/, html);
  }
  t.is(harmlessHtml('<a href=" java\nscript:x" onmouseover="y" style="z" class="c">l</a>'), '<a>l</a>');
  t.is(harmlessHtml('<img src="data:image/svg+xml,x" alt="a">'), '<img alt="a" />');
});

/** Pieces from which attacks are made, in any order. */
const pieces = fc.constantFrom(
  '<',
  '>',
  '"',
  "'",
  '=',
  '/',
  ' ',
  '&',
  '&lt;',
  '&#106;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '\u0000',
  '\n',

  'script',
  '<script>',
  '</script>',
  '<p ',
  '<a href=',
  '<img src=',
  '<svg',
  '<math>',
  '<style>',
  '<textarea>',
  '<title>',

  'javascript:',
  'java\tscript:',
  'data:',
  'onerror=',
  'onclick="x"',
  'https://a.b',
  'x',
  '</p>',
  '</a>',
  '<noscript>',
);
const html = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));

test('sanitising twice is sanitising once, and no tag is left that runs anything', (t) => {
  fc.assert(
    fc.property(html, (dirty) => {
      const clean = harmlessHtml(dirty);
      t.is(harmlessHtml(clean), clean);
      for (const [tag] of clean.matchAll(/<[^>]*>/g)) {
        t.notRegex(tag, /^<\/?(?:script|svg|math|style|iframe|object)/i);
        const names = [...tag.matchAll(/\s([^\s=>/]+)="[^"]*"/g)].map(([, name]) => name!);
        t.true(
          names.every((name) => ['href', 'src', 'alt', 'lang', 'dir'].includes(name)),
          tag,
        );
        t.notRegex(tag, /=\s*"\s*(?:javascript|data):/i);
      }
      t.notRegex(clean, /<script/i);
    }),
    { seed: 5, numRuns: 1000 },
  );
});
