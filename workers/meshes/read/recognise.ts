import { UnreadableError } from '../../../manifests/errors.ts';

export type MeshKind = 'gltf' | 'obj' | 'ply' | 'stl' | 'zip';

/** Bytes from a file's start that `recogniseMesh` wants to see; a shorter file is given whole. */
export const MESH_HEAD_BYTES = 65_536;

const EXTENSIONS: Readonly<Record<string, MeshKind>> = {
  glb: 'gltf',
  gltf: 'gltf',
  obj: 'obj',
  ply: 'ply',
  stl: 'stl',
};

/** What curators are likely to have and is not read. */
const FOREIGN: readonly [RegExp, string][] = [
  [/^Kaydara FBX Binary|^; FBX /, 'FBX'],
  [/^BLENDER|^\x28\xb5\x2f\xfd/, 'Blender'],
  [/^(\xef\xbb\xbf)?\s*<\?xml[^]{0,500}<COLLADA|^\s*<COLLADA/, 'COLLADA'],
  [/^(\xef\xbb\xbf)?\s*<\?xml[^]{0,500}<X3D|^#X3D|^#VRML/, 'X3D or VRML'],
  [/^LASF/, 'LAS point cloud'],
  [/^ASTM-E57/, 'E57 point cloud'],
  [/^PXR-USDC|^#usda/, 'USD'],
  [/^MM.{4}\x3d\x3d/s, '3DS'],
  [/^solid.{0,200}ISO-10303|^ISO-10303/s, 'STEP'],
];
const ARCHIVES: readonly [RegExp, string][] = [
  // eslint-disable-next-line no-control-regex
  [/^\x1f\x8b/, 'gzip'],
  [/^7z\xbc\xaf/, '7-Zip'],
  [/^Rar!/, 'RAR'],
];

/** A ZIP by its first file, by its end where it has none, in parts (APPNOTE 4.3). */
const ZIP: ReadonlySet<string> = new Set(['504b0304', '504b0506', '504b0708']);

export function meshKindOfName(name: string): MeshKind | undefined {
  return EXTENSIONS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
}

/**
 * The format of a mesh by its first bytes; its name decides only where these fit several. Throws UnreadableError with
 * the reason for what is none.
 */
export function recogniseMesh(head: Buffer, length: number, name: string): MeshKind {
  if (length === 0) throw new UnreadableError('The file is empty.');
  const text = head.toString('latin1');
  if (text.startsWith('glTF')) return 'gltf';
  if (ZIP.has(head.toString('hex', 0, 4))) return 'zip';
  if (/^\s*ply\s/.test(text)) return 'ply';
  // Binary STL has no sign of its own, but tells its length exactly: 80 bytes of anything, a count, 50 bytes a triangle.
  if (head.length >= 84 && length === 84 + 50 * head.readUInt32LE(80)) return 'stl';
  const foreign = foreignMesh(head);
  if (foreign !== undefined)
    throw new UnreadableError(`This is a ${foreign} file, which is not read. Save it as GLB, OBJ, PLY or STL.`);
  const archive = nameIn(ARCHIVES, text);
  if (archive !== undefined)
    throw new UnreadableError(`This is a ${archive} file, which is not read. Upload the mesh itself, or a ZIP.`);
  const byName = meshKindOfName(name);
  const plain = plainText(head);
  if (plain !== undefined) {
    if (/^\s*solid\b/i.test(plain) && (byName === 'stl' || /^\s*(facet|endsolid)\b/im.test(plain))) return 'stl';
    if (/^\s*\{/.test(plain)) return 'gltf';
    if (/^[ \t]*(v|vn|vt|f)[ \t]+[-+.\d]/m.test(plain) || /^[ \t]*(mtllib|usemtl)[ \t]/m.test(plain)) return 'obj';
  }
  if (byName !== undefined) return byName;
  throw new UnreadableError('This is no kind of mesh that is known here: GLB, glTF, OBJ, PLY and STL are read.');
}

/** What it is called, where it is a mesh of a kind that is known and not read. */
export const foreignMesh = (head: Buffer): string | undefined => nameIn(FOREIGN, head.toString('latin1'));

const nameIn = (kinds: typeof FOREIGN, text: string): string | undefined =>
  kinds.find(([pattern]) => pattern.test(text))?.[1];

/** Without a byte order mark; undefined for what is no text. */
function plainText(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  if (head.includes(0)) return undefined;
  return head.toString('utf8').replace(/^\uFEFF/, '');
}
