import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { decode } from '../../../../workers/text/read/decode.ts';
import { pieces } from '../transcriptions.ts';

async function decoded(bytes: Uint8Array, asked?: string, piece = 3): Promise<string> {
  let text = '';
  for await (const part of decode(pieces(bytes, piece), asked)) text += part;
  return text;
}

const long = 'é'.repeat(2000);

test('UTF-8 is read with and without its mark, cut in the middle of a letter', async (t) => {
  t.is(await decoded(Buffer.from(`q̃ ${long}`)), `q̃ ${long}`);
  t.is(await decoded(Buffer.from(`\ufeffq̃ ${long}`)), `q̃ ${long}`);
});

test('UTF-16 is read by its mark, and by its first character', async (t) => {
  const little = Buffer.from(`<?xml version="1.0" encoding="UTF-16"?><a>${long}</a>`, 'utf16le');
  t.true((await decoded(little)).includes(long));
  t.true((await decoded(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).includes(long));
  t.true((await decoded(Buffer.from(little).swap16())).includes(long));
});

test('the encoding of an XML declaration and of a meta element is used', async (t) => {
  const xml = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><a>${long}</a>`, 'latin1');
  t.true((await decoded(xml)).includes(long));
  const html = Buffer.from(`<html><meta charset=iso-8859-1><p>${long}`, 'latin1');
  t.true((await decoded(html)).includes(long));
});

test('a declaration of UTF-16 in a file that is none is not believed', async (t) => {
  t.true((await decoded(Buffer.from(`<?xml version="1.0" encoding="utf-16"?><a>é</a>`))).includes('<a>é</a>'));
});

test('Latin-1 is read where it is asked for, and refused with its line where it is not', async (t) => {
  const bytes = Buffer.from('page,text\n1,caf\u00e9\n', 'latin1');
  t.is(await decoded(bytes, 'latin1'), 'page,text\n1,caf\u00e9\n');
  const error = await t.throwsAsync(decoded(bytes), { instanceOf: UnreadableError });
  t.regex(error.message, /After line 2 there are bytes that are no UTF-8/);
  const far = Buffer.concat([Buffer.from('a\n'.repeat(3000)), Buffer.from([0xe9, 0x20, 0x20])]);
  t.regex((await t.throwsAsync(decoded(far, undefined, 500))).message, /After line 3001 /);
});

test('a file that ends within a letter is refused', async (t) => {
  await t.throwsAsync(decoded(Buffer.from('é').subarray(0, 1)), { instanceOf: UnreadableError });
});

test('an encoding that does not exist is named', async (t) => {
  const error = await t.throwsAsync(decoded(Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>')));
  t.regex(error.message, /klingon/);
});
