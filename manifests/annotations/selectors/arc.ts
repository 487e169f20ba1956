/** An elliptical arc as cubic curves of at most a quarter each (SVG 2, B.2.4 and B.2.5). */
export function arcToCurves(
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  turn: number,
  large: boolean,
  sweep: boolean,
  toX: number,
  toY: number,
): number[][] {
  let [rx, ry] = [Math.abs(radiusX), Math.abs(radiusY)];
  // Radii far below what is written (a thousandth of a pixel) are none: their squares would vanish.
  if (rx < 1e-6 || ry < 1e-6 || (x === toX && y === toY)) return [[toX, toY]];
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [halfX, halfY] = [(x - toX) / 2, (y - toY) / 2];
  const [px, py] = [cos * halfX + sin * halfY, cos * halfY - sin * halfX];
  const scale = Math.hypot(px / rx, py / ry);
  // Radii that are too small to reach are made large enough (B.2.5, step 3).
  if (scale > 1) [rx, ry] = [rx * scale, ry * scale];
  const below = (rx * py) ** 2 + (ry * px) ** 2;
  const factor = Math.sqrt(Math.max(0, (rx * ry) ** 2 / below - 1)) * (large === sweep ? -1 : 1);
  const [cx, cy] = [(factor * rx * py) / ry, (-factor * ry * px) / rx];
  const from = Math.atan2((py - cy) / ry, (px - cx) / rx);
  let sweepBy = Math.atan2((-py - cy) / ry, (-px - cx) / rx) - from;
  if (sweep && sweepBy < 0) sweepBy += 2 * Math.PI;
  if (!sweep && sweepBy > 0) sweepBy -= 2 * Math.PI;

  const [middleX, middleY] = [cos * cx - sin * cy + (x + toX) / 2, sin * cx + cos * cy + (y + toY) / 2];
  const place = (ex: number, ey: number): [number, number] => [
    middleX + cos * rx * ex - sin * ry * ey,
    middleY + sin * rx * ex + cos * ry * ey,
  ];
  const parts = Math.max(1, Math.ceil(Math.abs(sweepBy) / (Math.PI / 2) - 1e-9));
  const step = sweepBy / parts;
  const reach = (4 / 3) * Math.tan(step / 4);
  const curves: number[][] = [];
  for (let part = 0; part < parts; part++) {
    const [a, b] = [from + part * step, from + (part + 1) * step];
    curves.push([
      ...place(Math.cos(a) - reach * Math.sin(a), Math.sin(a) + reach * Math.cos(a)),
      ...place(Math.cos(b) + reach * Math.sin(b), Math.sin(b) - reach * Math.cos(b)),
      ...(part === parts - 1 ? [toX, toY] : place(Math.cos(b), Math.sin(b))),
    ]);
  }
  return curves;
}
