import test from 'ava';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import { inWords, quote } from '../../../workers/images/words.ts';

test("libvips's words are kept in parentheses, once, and without the paths of the machine", (t) => {
  const said =
    '/data/x/original: bad seek to 504\n/data/x/original: bad seek to 504\ntiff2vips: in /var/lib/secret/file';
  const error = inWords(new Error(said), ['/data/x/original']);
  t.true(error instanceof UnreadableError);
  const message = String(error);
  t.regex(message, /damaged or incomplete.*\(the file: bad seek to 504; tiff2vips: in the file\)$/);
  t.notRegex(message, /secret|\/data/);
});

test('a long quotation is cut', (t) => {
  t.true(quote('x '.repeat(500), []).length <= 201);
});

test('errors with a class of their own, of the disk and of this program are left as they are', (t) => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  for (const error of [
    new LimitError('too large'),
    full,
    new TypeError('x is undefined'),
    new Error('wbuffer_write: write failed'),
  ]) {
    t.is(inWords(error, []), error);
  }
});
