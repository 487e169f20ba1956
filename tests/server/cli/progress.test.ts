import { PassThrough } from 'node:stream';
import test from 'ava';
import { bar, openOutput, printable } from '../../../server/cli/progress.ts';

function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 60 });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => String(stream.read() ?? '') };
}

test('a bar is filled by its share, and never beyond', (t) => {
  t.is(bar(0), '░'.repeat(24));
  t.is(bar(0.5), '█'.repeat(12) + '░'.repeat(12));
  t.is(bar(7), '█'.repeat(24));
  t.is(bar(-1), '░'.repeat(24));
});

test('on a terminal, progress is one line that lines stay above and that is gone at the end', (t) => {
  const { stream, written } = terminal(true);
  {
    using output = openOutput(stream);
    output.progress(0.25, 'a.tif: tiling');
    output.line('done');
  }
  const text = written();
  t.true(text.includes('  25 %  a.tif: tiling'));
  t.true(text.endsWith(`done\n${bar(0.25)}  25 %  a.tif: tiling\r\u001B[K`));
  t.false(text.split('\n').some((line) => (line.split('\r\u001B[K').at(-1)?.length ?? 0) > 60));
});

test('elsewhere there are lines only', (t) => {
  const { stream, written } = terminal(false);
  using output = openOutput(stream);
  output.progress(0.5, 'half');
  output.line('done');
  t.is(written(), 'done\n');
});

test('what would steer a terminal is not printed', (t) => {
  t.is(printable('a\nb\u001B[2Jc\u202Ed'), 'a�b�[2Jc�d');
});
