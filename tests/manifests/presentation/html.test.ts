import test from 'ava';
import { markup } from '../../../manifests/presentation/html.ts';

test('plain text stays as it is, angle brackets and ampersands included', (t) => {
  for (const text of [
    '',
    'a < b',
    'a < b > c',
    'Smith & Sons',
    'x <i>y</i>',
    '<b>bold</b> but not all',
    'line\nbreak',
    '&lt;',
  ]) {
    t.is(markup(text), text);
  }
});

test('plain text that looks like HTML gets a space at its end, so that no client takes it for HTML', (t) => {
  t.is(markup('<unknown>'), '<unknown> ');
  t.is(markup('<1840, vellum>'), '<1840, vellum> ');
  t.is(markup('< a > b >'), '< a > b > ');
  t.is(markup('<x>&lt;b&gt;</x>'), '<b> ');
});

test('allowed markup stays, in one element', (t) => {
  t.is(markup('<p>A <i>line</i></p>'), '<p>A <i>line</i></p>');
  t.is(markup('<p>One</p><p>Two</p>'), '<span><p>One</p><p>Two</p></span>');
  t.is(markup('<b>A</b> and <b>B</b>'), '<span><b>A</b> and <b>B</b></span>');
  t.is(markup('<p>A<br>B & C</p>'), '<p>A<br />B &amp; C</p>');
  t.is(markup('<p>open'), '<p>open');
  t.is(markup('<p>open<b>'), '<p>open<b></b></p>');
});

test('whatever could run or load is removed', (t) => {
  t.is(markup('<script>alert(1)</script>'), '');
  t.is(markup('<p onclick="x" style="y">z</p>'), '<p>z</p>');
  t.is(markup('<a href="javascript:alert(1)">z</a>'), '<a>z</a>');
  t.is(markup('<a href="https://example.org/?a=1&b=2">z</a>'), '<a href="https://example.org/?a=1&amp;b=2">z</a>');
  t.is(markup('<p>a<!-- b --><script>c</script><style>d</style></p>'), '<p>a</p>');
  t.is(markup('<x>&lt;script&gt;alert(1)&lt;/script&gt;</x>'), '<script>alert(1)</script> ');
  t.is(markup('<div>text</div>'), 'text');
});
