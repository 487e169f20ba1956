import test from 'ava';
import { htmlParser } from '../../../../workers/text/read/html.ts';

function events(html: string): { told: string; unclosed: string[]; places: Record<string, string> } {
  let told = '';
  const unclosed: string[] = [];
  const places: Record<string, string> = {};
  const parser = htmlParser(
    {
      open: (name, attributes) => {
        told += `<${name}>`;
        if (attributes['id']) places[attributes['id']] = parser.place();
      },
      close: (name) => void (told += `</${name}>`),
      text: (text) => void (told += text),
    },
    (name) => unclosed.push(name),
  );
  for (let at = 0; at < html.length; at += 20) parser.write(html.slice(at, at + 20));
  parser.end();
  return { told, unclosed, places };
}

test('elements that XML would refuse are read: bare attributes, names in capitals, names of characters', (t) => {
  t.is(events('<DIV class=ocr_page nowrap><P>a&nbsp;&eacute;<br>b</DIV>').told, '<div><p>a\u00a0é<br></br>b</p></div>');
});

test('an empty element of XHTML is closed', (t) => {
  t.is(events('<div/><p>x</p>').told, '<div></div><p>x</p>');
});

test('what is not closed at the end is told', (t) => {
  t.deepEqual(events('<div><span>x').unclosed, ['span', 'div']);
  t.deepEqual(events('<div><span>x</span></div>').unclosed, []);
});

test('places are lines and columns', (t) => {
  const { places } = events('<div id=a>\n<p id=b></p>\n\n   <span id=c>xxxxxxxxxxxxxxxxx\n</span></div>');
  t.deepEqual(places, { a: 'line 1, column 1', b: 'line 2, column 1', c: 'line 4, column 4' });
});
