import test from 'ava';
import { embedSnippet } from '../../../viewer/object/embed-snippet.ts';

test('a title cannot break out of its attribute', (t) => {
  const snippet = embedSnippet('https://a/embed/x', 'A "quoted" <title> &\nmore');
  t.true(snippet.includes('title="A &quot;quoted&quot; &lt;title&gt; &amp; more"'));
});
