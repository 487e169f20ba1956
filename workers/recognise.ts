import { open } from 'node:fs/promises';
import { UnreadableError } from '../manifests/errors.ts';
import { isMesh } from '../manifests/meshes/files.ts';
import { HEAD_BYTES, recognise } from './images/recognise.ts';
import { foreignMesh } from './meshes/read/recognise.ts';

export interface RecogniseTask {
  /** The original. */
  source: string;
  /** As it came. */
  name: string;
}

/** Which worker is to read an original; whether that can, it finds out. */
export interface Recognised {
  kind: 'image' | 'mesh';
}

export async function recogniseFile({ source, name }: RecogniseTask): Promise<Recognised> {
  await using file = await open(source, 'r');
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return { kind: kindOf(buffer.subarray(0, bytesRead), size, name) };
}

/**
 * By its bytes. Only of what looks like nothing that is known, as a mesh in text may, the name decides which reader says
 * what is wrong.
 */
export function kindOf(head: Buffer, size: number, name: string): Recognised['kind'] {
  if (isSigned(head) || isBinaryStl(head, size)) return 'mesh';
  try {
    recognise(head);
    return 'image';
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const mesh = isMeshText(head.toString('utf8')) || foreignMesh(head) !== undefined || isMesh(name);
    return mesh ? 'mesh' : 'image';
  }
}

/** GLB (glTF 2.0, 4.4.2), PLY, and ZIP, which is read as a mesh with its pictures; the second one is empty. */
function isSigned(head: Buffer): boolean {
  const start = head.toString('latin1', 0, 4);
  return start === 'glTF' || /^ply[\r\n]/.test(start) || start === 'PK\u0003\u0004' || start === 'PK\u0005\u0006';
}

/** It has no signature: 80 bytes of anything, the number of triangles, and 50 bytes of each. */
const isBinaryStl = (head: Buffer, size: number): boolean =>
  head.length >= 84 && size === 84 + 50 * head.readUInt32LE(80);

const isMeshText = (text: string): boolean =>
  // STL: `solid NAME` and a facet.
  (/^\s*solid\b/i.test(text) && /^\s*facet\b/im.test(text)) ||
  // glTF: an object with its version.
  (/^\uFEFF?\s*\{/.test(text) && text.includes('"asset"')) ||
  // OBJ: a corner with its three coordinates, or materials.
  /^\s*(v(\s+[-+.\d][-+.\deE]*){3}|mtllib\s)/m.test(text);
