import test from 'ava';
import { fromHtml, isPlain, toHtml } from '../../../viewer/annotation/markup.ts';

test('bold, italic, links and lists become HTML and come back as they were typed', (t) => {
  const text = 'A **bold** and *slanted* [word](https://example.org/?a=1&b=2)\nsecond line\n\n- one\n- **two**\n\nend';
  const html = toHtml(text);
  t.is(
    html,
    '<p>A <b>bold</b> and <i>slanted</i> <a href="https://example.org/?a=1&amp;b=2">word</a><br>second line</p>' +
      '<ul><li>one</li><li><b>two</b></li></ul><p>end</p>',
  );
  t.is(fromHtml(html), text);
});

test('what looks like HTML is text, and links go only to addresses of the web and of mail', (t) => {
  t.is(toHtml('<script>alert(1)</script>'), '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
  t.is(toHtml('[x](javascript:alert(1))'), '<p>[x](javascript:alert(1))</p>');
  t.is(toHtml('[x](https://a.org/"onclick="b)'), '<p><a href="https://a.org/&quot;onclick=&quot;b">x</a></p>');
});

test('plain text is told from formatted text', (t) => {
  t.true(isPlain('2 * 3 * 4 and\na line\n\nmore'));
  t.false(isPlain('*so*'));
  t.false(isPlain('- a\n- b'));
});

test('signs that mean formatting can be meant as themselves', (t) => {
  const html = toHtml(String.raw`\*not slanted\*`);
  t.is(html, '<p>*not slanted*</p>');
  t.is(toHtml(fromHtml(html) ?? ''), html);
});

test('HTML with more in it than the editor can say is not taken apart', (t) => {
  t.is(fromHtml('<table><tr><td>x</td></tr></table>'), null);
  t.is(fromHtml('<p>broken <'), null);
});
