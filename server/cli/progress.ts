const WIDTH = 24;
const REDRAW_MS = 100;

/** Lines that stay, and below them one line that shows how far the work is: on a terminal only. */
export interface Output extends Disposable {
  line(text: string): void;
  progress(fraction: number, text: string): void;
}

export function bar(fraction: number): string {
  const done = Math.round(Math.min(1, Math.max(0, fraction)) * WIDTH);
  return `${'█'.repeat(done)}${'░'.repeat(WIDTH - done)}`;
}

/** Control characters, as in file names with newlines, would break the line or steer the terminal. */
export const printable = (text: string): string => text.replace(/\p{C}/gu, '�');

export function openOutput(stream: NodeJS.WriteStream): Output {
  if (!stream.isTTY)
    return {
      line: (text) => void stream.write(`${text}\n`),
      progress: () => undefined,
      [Symbol.dispose]: () => undefined,
    };
  let shown = '';
  let drawn = 0;
  const clear = '\r\u001B[K';
  return {
    line(text) {
      stream.write(`${clear}${text}\n${shown}`);
    },
    progress(fraction, text) {
      const percent = `${Math.floor(fraction * 100)}`.padStart(3);
      shown = `${bar(fraction)} ${percent} %  ${printable(text)}`.slice(0, stream.columns - 1);
      if (Date.now() - drawn < REDRAW_MS) return;
      drawn = Date.now();
      stream.write(`${clear}${shown}`);
    },
    [Symbol.dispose]: () => void stream.write(clear),
  };
}
