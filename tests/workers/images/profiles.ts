/** x and y of red, green and blue, and the white: D65 unless it is D50. */
export type Primaries = [number, number, number, number, number, number, 'D50'?];

export type Vector = [number, number, number];
export type Matrix = [Vector, Vector, Vector];

const D50: Vector = [0.9642, 1, 0.8249];
const D65: Vector = [0.9504559, 1, 1.0890578];
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

export function times(matrix: Matrix, [x, y, z]: Vector): Vector {
  return matrix.map(([a, b, c]) => a * x + b * y + c * z) as Vector;
}

export function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const rows = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ];
  return rows.map((row) => row.map((value) => value / whole)) as Matrix;
}

/** XYZ of the three colorants that together are white, adapted to D50 (Bradford), as ICC.1:2022, annex E, has them. */
export function colorantsOf([xr, yr, xg, yg, xb, yb, white]: Primaries): Matrix {
  const directions = [
    [xr, yr],
    [xg, yg],
    [xb, yb],
  ].map(([x, y]) => [x! / y!, 1, (1 - x! - y!) / y!]) as Matrix;
  const columns = [0, 1, 2].map((i) => directions.map((one) => one[i]!)) as Matrix;
  const from = white === 'D50' ? D50 : D65;
  const amounts = times(inverse(columns), from);
  const [source, target] = [times(BRADFORD, from), times(BRADFORD, D50)];
  return directions.map((direction, i) => {
    const cones = times(BRADFORD, direction.map((value) => value * amounts[i]!) as Vector);
    return times(inverse(BRADFORD), cones.map((value, k) => (value * target[k]!) / source[k]!) as Vector);
  }) as Matrix;
}

/** A profile of three colorants and one gamma (ICC.1:2001, 6.3.1). */
export function rgbProfile(primaries: Primaries, gamma: number, name: string): Buffer {
  const [red, green, blue] = colorantsOf(primaries);
  const curve = gammaCurve(gamma);
  return profile('RGB ', name, [
    ['rXYZ', xyz(red)],
    ['gXYZ', xyz(green)],
    ['bXYZ', xyz(blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]);
}

/** A profile of one grey channel with a gamma (ICC.1:2001, 6.3.1.2). */
export function greyProfile(gamma: number, name: string): Buffer {
  return profile('GRAY', name, [['kTRC', gammaCurve(gamma)]]);
}

function gammaCurve(gamma: number): Buffer {
  const curve = Buffer.alloc(14);
  curve.write('curv', 0, 'latin1');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(gamma * 256), 12);
  return curve;
}

function profile(space: 'RGB ' | 'GRAY', name: string, more: [string, Buffer][]): Buffer {
  const description = Buffer.alloc(12 + name.length + 1 + 4 + 4 + 2 + 1 + 67);
  description.write('desc', 0, 'latin1');
  description.writeUInt32BE(name.length + 1, 8);
  description.write(name, 12, 'latin1');
  const tags: [string, Buffer][] = [['desc', description], ['wtpt', xyz(D50)], ...more];
  const header = Buffer.alloc(128 + 4 + tags.length * 12);
  header.writeUInt32BE(0x02400000, 8);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  xyz(D50).copy(header, 68, 8);
  header.writeUInt32BE(tags.length, 128);
  const parts = [header];
  let length = header.length;
  for (const [i, [tag, data]] of tags.entries()) {
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    header.write(tag, 132 + i * 12, 'latin1');
    header.writeUInt32BE(length, 136 + i * 12);
    header.writeUInt32BE(data.length, 140 + i * 12);
    parts.push(padded);
    length += padded.length;
  }
  header.writeUInt32BE(length, 0);
  return Buffer.concat(parts);
}

function xyz(values: Vector): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 0, 'latin1');
  values.forEach((value, i) => tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * i));
  return tag;
}
