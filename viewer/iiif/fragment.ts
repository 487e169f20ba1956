export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Extent {
  width: number;
  height: number;
}

const XYWH = /(?:^|[#&?])xywh=(pixel:|percent:)?(\d+(?:\.\d+)?),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)/;

/** The region a media fragment names, in the canvas's own pixels; null where there is none or it is empty. */
export function parseFragment(text: string, canvas: Extent): Region | null {
  const match = XYWH.exec(text);
  if (match === null) return null;
  const [x = 0, y = 0, width = 0, height = 0] = match.slice(2).map(Number);
  if (width <= 0 || height <= 0) return null;
  if (match[1] !== 'percent:') return { x, y, width, height };
  const across = canvas.width / 100;
  const down = canvas.height / 100;
  return { x: x * across, y: y * down, width: width * across, height: height * down };
}

/** `x,y,w,h` in whole pixels inside the canvas, at least one pixel large, as viewers and Web Annotations expect. */
export function formatRegion(region: Region, canvas: Extent): string {
  const x = clamp(Math.round(region.x), 0, canvas.width - 1);
  const y = clamp(Math.round(region.y), 0, canvas.height - 1);
  const width = clamp(Math.round(region.x + region.width), x + 1, canvas.width) - x;
  const height = clamp(Math.round(region.y + region.height), y + 1, canvas.height) - y;
  return `${x},${y},${width},${height}`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
