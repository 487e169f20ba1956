import test from 'ava';
import type { TextFormat } from '../../../../workers/text/model.ts';
import { recogniseText } from '../../../../workers/text/read/recognise.ts';

const BEGINNINGS: [string, TextFormat][] = [
  ['<?xml version="1.0"?>\n<!-- <html> --><a:alto xmlns:a="u">', 'alto'],
  ['<PcGts xmlns="u">', 'page'],
  ['<pc:PcGts>', 'page'],
  ['<!DOCTYPE html\n PUBLIC "-//W3C//DTD" "http://x"><html>', 'hocr'],
  ['<!DOCTYPE alto [<!ENTITY x "<html>">]><alto>', 'alto'],
  ['<div class="ocr_page">', 'hocr'],
  ['<ocr><p/>', 'miniocr'],
  ['\n {"type":', 'iiif'],
  ['[{', 'iiif'],
  ['page,text\n', 'csv'],
];

for (const [beginning, format] of BEGINNINGS) {
  test(`${JSON.stringify(beginning)} is ${format}`, (t) => t.is(recogniseText(beginning), format));
}

test('other markup is named and refused, and so is nothing', (t) => {
  t.throws(() => recogniseText('<TEI xmlns="http://www.tei-c.org/ns/1.0">'), {
    message: /A file of <TEI> is no transcription/,
  });
  t.throws(() => recogniseText('<'), { message: /This markup/ });
  t.throws(() => recogniseText(' \n'), { message: 'The file is empty.' });
});
