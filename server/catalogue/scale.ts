/**
 * What software writes that was told no scale: screens of old (72, 96), JFIF's and TIFF's plain ratio (1). A scan at
 * just one of these would be a rare one; a ruler that is wrong on every image from the web would not.
 */
const MEANINGLESS: ReadonlySet<unknown> = new Set([1, 72, 96]);

/**
 * Pixels an inch of the full resolution that is served, from what the file itself says: `reduction` is how much smaller
 * a restriction has made it. Workers note it of a file's first page (a turn keeps it); what is drawn from vectors has no scale but that of its drawing.
 */
export function believableScale(
  technical: Readonly<Record<string, unknown>>,
  page: number,
  reduction = 1,
): number | undefined {
  const { pixelsPerInch, format } = technical;
  if (typeof pixelsPerInch !== 'number' || !(pixelsPerInch > 0)) return undefined;
  if (page !== 1 || format === 'svg' || MEANINGLESS.has(pixelsPerInch)) return undefined;
  return pixelsPerInch * reduction;
}
