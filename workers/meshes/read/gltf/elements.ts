import type { Bytes } from '../../source.ts';

/** Types of components (glTF 2.0, 3.6.2.2). */
export const BYTE = 5120;
export const UNSIGNED_BYTE = 5121;
export const SHORT = 5122;
export const UNSIGNED_SHORT = 5123;
export const UNSIGNED_INT = 5125;
export const FLOAT = 5126;

/** Bytes of one component. */
export const WIDTHS: Readonly<Record<number, number>> = {
  [BYTE]: 1,
  [UNSIGNED_BYTE]: 1,
  [SHORT]: 2,
  [UNSIGNED_SHORT]: 2,
  [UNSIGNED_INT]: 4,
  [FLOAT]: 4,
};

/** What an accessor says of its elements. */
export interface Form {
  /** The JSON pointer of the accessor, for messages. */
  pointer: string;
  count: number;
  components: number;
  componentType: number;
  normalized: boolean;
}

/** Where the elements of an accessor lie: element i begins at i × stride, and all of them are within the run. */
export interface Elements extends Form {
  bytes: Bytes;
  stride: number;
}

/** Bytes of one element. */
export function bytesOf({ components, componentType }: Pick<Form, 'components' | 'componentType'>): number {
  return components * (WIDTHS[componentType] ?? 0);
}
