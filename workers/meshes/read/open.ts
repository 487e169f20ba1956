import { stat } from 'node:fs/promises';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Bytes, MeshFiles, MeshReader } from '../source.ts';
import { Archive, quoted } from './archive.ts';
import type { Member } from './archive.ts';
import { readBytes } from './bytes.ts';
import { Findings } from './findings.ts';
import { gltfReader } from './gltf.ts';
import { Names } from './names.ts';
import { objReader } from './obj.ts';
import { plyReader } from './ply.ts';
import { MESH_HEAD_BYTES, meshKindOfName, recogniseMesh } from './recognise.ts';
import type { MeshKind } from './recognise.ts';
import { stlReader } from './stl.ts';
import { prepareTexture } from './texture.ts';

const READERS: Readonly<Record<Exclude<MeshKind, 'zip'>, MeshReader>> = {
  gltf: gltfReader,
  obj: objReader(prepareTexture),
  ply: plyReader(prepareTexture),
  stl: stlReader,
};
/** Of several meshes in a ZIP, that with the smaller number is shown: the more it can say of its looks. */
const RANKS: Readonly<Record<Exclude<MeshKind, 'zip'>, number>> = { gltf: 0, obj: 1, ply: 2, stl: 2 };

const PICTURE = /\.(jpe?g|jpe|png|webp|avif|tiff?|gif|tga|bmp|ktx2|basis)$/i;
const ARCHIVE = /\.(zip|7z|rar|tar|gz|tgz)$/i;
/** Belongs to no mesh, however it is made. */
const DOCUMENT = /\.(pdf|docx?|txt|md|html?|mp4|mov|avi|blend|fbx|dae)$/i;

/** What a task reads from. */
export interface OpenedMesh {
  reader: MeshReader;
  files: MeshFiles;
}

/**
 * Recognises a mesh by its bytes, or the main one in a ZIP, and makes ready what it may refer to; `folder` takes what is
 * unpacked and converted. Throws UnreadableError or LimitError with a reason for the curator.
 */
export async function openMesh(path: string, name: string, folder: string): Promise<OpenedMesh> {
  const { size } = await stat(path);
  const main = { path, start: 0, length: size };
  const kind = await recognise(main, name);
  if (kind === 'zip') return openZip(path, folder);
  return { reader: READERS[kind], files: { name, main, find: () => undefined, folder } };
}

async function recognise(bytes: Bytes, name: string): Promise<MeshKind> {
  return recogniseMesh(await readBytes(bytes, 0, MESH_HEAD_BYTES), bytes.length, name);
}

async function openZip(path: string, folder: string): Promise<OpenedMesh> {
  const findings = new Findings();
  await using archive = await Archive.open(path, folder, findings);
  for (const { name } of archive.members) {
    if (ARCHIVE.test(name)) findings.add('nested-archives', () => `${quoted(name)} within the ZIP is not opened.`);
  }
  const { member, main, kind } = await findMain(archive, findings);
  const names = new Names<Bytes>();
  names.add(member.name, main);
  const others = archive.members.filter((other) => other !== member && belongs(other.name, kind));
  await archive.needRoom(others);
  for (const other of others) {
    try {
      names.add(other.name, await archive.bytes(other));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      findings.add('unreadable-files', () => error.message);
    }
  }
  const files: MeshFiles = {
    name: member.name,
    main,
    find: (reference, from = member.name) => {
      const found = names.find(reference, from);
      return found && { name: found.name, bytes: found.value };
    },
    folder,
  };
  return { reader: telling(READERS[kind], findings), files };
}

async function findMain(
  archive: Archive,
  findings: Findings,
): Promise<{ member: Member; main: Bytes; kind: Exclude<MeshKind, 'zip'> }> {
  const meshes = archive.members
    .flatMap((member) => {
      const kind = meshKindOfName(member.name);
      return kind === undefined || kind === 'zip' ? [] : [{ member, rank: RANKS[kind] }];
    })
    .toSorted(
      (one, other) =>
        one.rank - other.rank ||
        depth(one.member) - depth(other.member) ||
        other.member.size - one.member.size ||
        (one.member.name < other.member.name ? -1 : 1),
    )
    .map(({ member }) => member);
  let failed: UnreadableError | LimitError | undefined;
  for (const member of meshes) {
    try {
      await archive.needRoom([member]);
      const main = await archive.bytes(member);
      const kind = await recognise(main, member.name);
      if (kind === 'zip')
        throw new UnreadableError(`${quoted(member.name)} is a ZIP within the ZIP, which is not opened.`);
      const others = meshes.filter((other) => other !== member);
      if (others.length > 0) {
        findings.add(
          'other-meshes',
          () =>
            `The ZIP has more than one mesh: ${quoted(member.name)} is shown, ${others
              .slice(0, 5)
              .map(({ name }) => quoted(name))
              .join(', ')}${others.length > 5 ? ' and more' : ''} not. Upload each by itself, with what belongs to it.`,
          others.length,
        );
      }
      return { member, main, kind };
    } catch (error) {
      if (error instanceof LimitError) throw error;
      if (!(error instanceof UnreadableError)) throw error;
      failed ??= error;
    }
  }
  if (failed) throw failed;
  const told = ['encrypted-files', 'unsafe-names', 'links', 'unreadable-files', 'nested-archives'].map((code) =>
    findings.messageOf(code),
  );
  const why = told.find((message) => message !== undefined) ?? '';
  throw new UnreadableError(
    `The ZIP has no mesh among the ${archive.members.length} files that can be taken out of it: GLB, glTF, OBJ, PLY and STL are read. ${why}`.trim(),
  );
}

function depth({ name }: Member): number {
  return name.split('/').length;
}

/** What a mesh may refer to. A glTF's buffers may have any name. */
function belongs(name: string, kind: Exclude<MeshKind, 'zip'>): boolean {
  if (kind === 'stl' || ARCHIVE.test(name)) return false;
  if (PICTURE.test(name)) return true;
  if (kind === 'obj') return /\.mtl$/i.test(name);
  return kind === 'gltf' && meshKindOfName(name) === undefined && !DOCUMENT.test(name);
}

/** Tells first what was found before reading began. */
function telling(reader: MeshReader, findings: Findings): MeshReader {
  return {
    read: async (files, sink, onProgress) => {
      findings.tell(sink);
      return reader.read(files, sink, onProgress);
    },
  };
}
