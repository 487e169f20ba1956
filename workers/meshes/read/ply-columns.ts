import type { PlyType } from './ply-header.ts';

export function readValue(view: DataView, at: number, type: PlyType, little: boolean): number {
  switch (type) {
    case 'int8':
      return view.getInt8(at);
    case 'uint8':
      return view.getUint8(at);
    case 'int16':
      return view.getInt16(at, little);
    case 'uint16':
      return view.getUint16(at, little);
    case 'int32':
      return view.getInt32(at, little);
    case 'uint32':
      return view.getUint32(at, little);
    case 'float32':
      return view.getFloat32(at, little);
    default:
      return view.getFloat64(at, little);
  }
}

/**
 * One property of `rows` rows of `stride` bytes, into every `outStride`th number from `outAt`. Column by column, so that
 * the type is asked for once.
 */
export function readColumn(
  view: DataView,
  at: number,
  stride: number,
  rows: number,
  type: PlyType,
  little: boolean,
  out: Float64Array,
  outAt: number,
  outStride: number,
): void {
  if (type === 'float32') {
    for (let i = 0; i < rows; i++) out[outAt + i * outStride] = view.getFloat32(at + i * stride, little);
  } else if (type === 'float64') {
    for (let i = 0; i < rows; i++) out[outAt + i * outStride] = view.getFloat64(at + i * stride, little);
  } else if (type === 'uint8') {
    for (let i = 0; i < rows; i++) out[outAt + i * outStride] = view.getUint8(at + i * stride);
  } else {
    for (let i = 0; i < rows; i++) out[outAt + i * outStride] = readValue(view, at + i * stride, type, little);
  }
}
