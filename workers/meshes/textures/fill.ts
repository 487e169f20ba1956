import type { Picture } from '../surface.ts';

/**
 * Fills what was not drawn (`drawn` 0) with the mean of what lies near: of the smallest of growing squares that holds
 * anything (Gortler et al., "The Lumigraph", 1996, 3.4, pull and push). Borders of charts get the colours beside them, so
 * that filters may read them, and the space between charts costs few bytes.
 */
export function fillGaps({ width, height, channels, pixels }: Picture, drawn: Uint8Array): void {
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const means = new Uint8Array(across * down * channels);
  const any = new Uint8Array(across * down);
  let [missing, found] = [false, false];
  for (let y = 0, cell = 0; y < down; y++)
    for (let x = 0; x < across; x++, cell++) {
      const a = 2 * y * width + 2 * x;
      const right = 2 * x + 1 < width ? 1 : 0;
      const below = 2 * y + 1 < height ? width : 0;
      const weightB = right ? drawn[a + 1]! : 0;
      const weightC = below ? drawn[a + below]! : 0;
      const weightD = right && below ? drawn[a + below + 1]! : 0;
      const sum = drawn[a]! + weightB + weightC + weightD;
      if (sum === 0) {
        missing = true;
        continue;
      }
      found = true;
      any[cell] = 1;
      for (let c = 0; c < channels; c++)
        means[cell * channels + c] =
          (drawn[a]! * pixels[a * channels + c]! +
            weightB * pixels[(a + right) * channels + c]! +
            weightC * pixels[(a + below) * channels + c]! +
            weightD * pixels[(a + below + right) * channels + c]!) /
            sum +
          0.5;
    }
  if (!found) return;
  if (missing) fillGaps({ width: across, height: down, channels, pixels: means }, any);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (drawn[at]) continue;
      const from = ((y >> 1) * across + (x >> 1)) * channels;
      for (let c = 0; c < channels; c++) pixels[at * channels + c] = means[from + c]!;
    }
}
