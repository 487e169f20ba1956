export interface Box {
  width: number;
  /** Of the picture, without its caption. */
  height: number;
}

export interface Hanging {
  /** Width of the wall in CSS pixels. */
  width: number;
  gap: number;
  /** The height a row is to come near to. */
  height: number;
}

/**
 * Hangs pictures of the given proportions in rows of even height that fill the width, in whole pixels, each row as near
 * to the wanted height as one picture more or less allows. The last row is not stretched. Known sizes are what keeps
 * the page still while pictures arrive.
 */
export function hang(ratios: readonly number[], { width, gap, height }: Hanging): Box[] {
  const boxes: Box[] = [];
  let row: number[] = [];
  const rowHeight = (members: readonly number[]): number =>
    (width - gap * (members.length - 1)) / members.reduce((sum, ratio) => sum + ratio, 0);
  for (const ratio of ratios) {
    const longer = [...row, ratio];
    if (row.length > 0 && distance(rowHeight(longer), height) > distance(rowHeight(row), height)) {
      boxes.push(...fill(row, rowHeight(row), gap));
      row = [ratio];
    } else {
      row = longer;
    }
  }
  if (row.length > 0) boxes.push(...fill(row, Math.min(height, rowHeight(row)), gap));
  return boxes;
}

/** Heights are compared as proportions; one that leaves no room at all is infinitely far. */
function distance(found: number, wanted: number): number {
  return found <= 0 ? Infinity : Math.abs(Math.log(found / wanted));
}

/** Rounds edges, not widths, so that a row's pixels add up. */
function fill(row: readonly number[], height: number, gap: number): Box[] {
  let edge = 0;
  return row.map((ratio) => {
    const start = whole(edge);
    edge += ratio * height;
    const width = Math.max(1, whole(edge) - start);
    edge += gap;
    return { width, height: Math.max(1, Math.floor(height)) };
  });
}

/** Sums of fractions that should be whole fall short by a hair. */
function whole(pixels: number): number {
  return Math.floor(pixels + 1e-6);
}
