/** A box of ISO/IEC 15444-1, I.4. */
export function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

export interface Header {
  grid: readonly [number, number];
  origin: readonly [number, number];
  bits: readonly number[];
  capabilities?: number;
}

/** The beginning of a codestream: SOC and SIZ (ISO/IEC 15444-1, A.5.1), with a single tile. */
export function codestream({ grid, origin, bits, capabilities = 0 }: Header): Buffer {
  const head = Buffer.alloc(42 + bits.length * 3);
  head.writeUInt32BE(0xff4fff51, 0);
  head.writeUInt16BE(head.length - 4, 4);
  head.writeUInt16BE(capabilities, 6);
  [...grid, ...origin, ...grid, 0, 0].forEach((value, i) => head.writeUInt32BE(value, 8 + i * 4));
  head.writeUInt16BE(bits.length, 40);
  bits.forEach((depth, i) => head.set([depth - 1, 1, 1], 42 + i * 3));
  return head;
}
