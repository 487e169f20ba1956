import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { MarkupHandler } from '../../../../workers/text/read/markup.ts';
import { xmlParser } from '../../../../workers/text/read/xml.ts';

function events(xml: string, piece = 5): string {
  let told = '';
  const handler: MarkupHandler = {
    open: (name, attributes) =>
      void (told += `<${name}${Object.entries(attributes)
        .map(([key, value]) => ` ${key}=${value}`)
        .join('')}>`),
    close: (name) => void (told += `</${name}>`),
    text: (text) => void (told += text),
  };
  const parser = xmlParser(handler);
  for (let at = 0; at < xml.length; at += piece) parser.write(xml.slice(at, at + piece));
  parser.end();
  return told;
}

test('elements, attributes and text come without prefixes, in order', (t) => {
  t.is(
    events('<a:b xmlns:a="u" a:c="1 &lt; 2"><d/>x &amp; &#228;<![CDATA[<y>]]></a:b>'),
    '<b a=u c=1 < 2><d></d>x & ä<y></b>',
  );
});

test('what is not well-formed is refused with line, column and element', (t) => {
  const broken = (xml: string, place: RegExp): void => {
    t.regex(t.throws(() => events(xml), { instanceOf: UnreadableError }).message, place);
  };
  broken('<a>\n  <b>\n</a>', /line 3, column 4 in <b>: unexpected close tag, where <\/b> was expected/);
  broken('<a>\n<b c=1/></a>', /line 2, column 6 in <a>: unquoted attribute value/);
  broken('<a>\n\n<b', /line 3, /);
  broken('<a>& </a>', /line 1, column \d in <a>/);
  broken('', /line 1/);
  broken('<a/><b/>', /line 1/);
  broken('<a b="1" b="2"/>', /duplicate attribute/);
});

test('entities of a document type are not defined: a bomb is refused at its first use, a file is never named', (t) => {
  const bomb = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>\n<a>&y;</a>`;
  t.regex(t.throws(() => events(bomb)).message, /line 2, column 6 in <a>: undefined entity/);
  t.regex(
    t.throws(() => events('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>')).message,
    /undefined entity/,
  );
  t.regex(t.throws(() => events('<a>&constructor;</a>')).message, /undefined entity/);
  t.is(events('<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd"><a/>'), '<a></a>');
});

test('an endless tag, text and nesting are ended', (t) => {
  const megabyte = 'x'.repeat(1_000_000);
  t.throws(() => events(`<a>${megabyte.repeat(6)}`, 1_000_000), { message: /more than 4000000 characters/ });
  t.throws(() => events(`<a b="${megabyte.repeat(6)}`, 1_000_000), { message: /more than 4000000 characters/ });
  t.throws(() => events('<a>'.repeat(300), 1000), { message: /inside of more than 256/ });
});
