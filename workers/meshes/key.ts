/**
 * The three coordinates of a grid position as two words of 32 bits: x and the lower 11 bits of y, the upper 10 bits of y
 * and z. The second word's highest bit stays free: NO_KEY is no position.
 */
export const NO_KEY = 0xffff_ffff;

export const lowKey = (x: number, y: number): number => (x | (y << 21)) >>> 0;
export const highKey = (y: number, z: number): number => ((y >>> 11) | (z << 10)) >>> 0;

export const keyX = (low: number): number => low & 0x1f_ffff;
export const keyY = (low: number, high: number): number => (low >>> 21) | ((high & 0x3ff) << 11);
export const keyZ = (high: number): number => (high >>> 10) & 0x1f_ffff;

/** Of a key, for tables: all bits of the result depend on all bits of the key (MurmurHash3's last steps). */
export function hashKey(low: number, high: number): number {
  let hash = Math.imul(low, 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Places of an open-addressing table for so many entries: a power of two, at most three quarters full. */
export function tableSize(entries: number): number {
  let size = 16;
  while (size * 0.75 < entries) size *= 2;
  return size;
}
