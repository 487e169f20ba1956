import type { Canvas } from '../iiif/canvas.ts';
import { draftOf, type Draft } from './draft.ts';
import { readHistory, readVersion } from './protocol.ts';
import { readHistoryOf, type History, type Version } from './version.ts';

/** The history of one annotation while somebody looks at it. */
export interface Past extends History {
  /** Of the annotation. */
  id: string;
  /** The version that is looked at, what it said, and what the one before it said. */
  looked: { version: Version; draft: Draft | null; before: Draft | null } | null;
}

/** Throws Refused. */
export async function readPast(id: string): Promise<Past> {
  return { id, ...readHistoryOf(await readHistory(id)), looked: null };
}

/** Looks at one of the versions. Throws Refused. */
export async function lookAt(past: Past, version: Version, canvas: Canvas): Promise<Past> {
  const former = past.versions[past.versions.indexOf(version) + 1];
  const [draft = null, before = null] = await Promise.all(
    [version, former].map(async (one) => (one === undefined ? null : draftOf(await readVersion(one.id), '', canvas))),
  );
  return { ...past, looked: { version, draft, before } };
}
