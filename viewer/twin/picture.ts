import type { Line } from './overlay.ts';

/** The view as a PNG, with its measures, in the pixels of the screen. */
export async function picture(drawn: HTMLCanvasElement, width: number, lines: readonly Line[]): Promise<Blob> {
  const canvas = new OffscreenCanvas(drawn.width, drawn.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gave no canvas to draw the picture on');
  context.drawImage(drawn, 0, 0);
  const scale = drawn.width / width;
  context.scale(scale, scale);
  context.lineCap = 'round';
  context.textAlign = 'center';
  context.font = '600 14px system-ui, sans-serif';
  for (const [colour, more] of [
    ['#1b1b1b', 3],
    ['#ffd27a', 0],
  ] as const) {
    context.strokeStyle = colour;
    for (const { from, to } of lines) {
      context.lineWidth = 2 + more;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
  }
  for (const { from, to, text } of lines) {
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2 - 8];
    context.strokeStyle = '#1b1b1b';
    context.lineWidth = 4;
    context.strokeText(text, x, y);
    context.fillStyle = '#ffffff';
    context.fillText(text, x, y);
  }
  return await canvas.convertToBlob({ type: 'image/png' });
}

/** Hands a file to the visitor. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
