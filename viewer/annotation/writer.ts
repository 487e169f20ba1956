import { record, string } from '../iiif/json.ts';
import type { Note } from './annotation.ts';

/** Who is signed in, and what they may do. */
export interface Writer {
  id: string;
  name: string;
  role: string;
}

/** Null where nobody is, or where the server does not answer. */
export async function readWriter(): Promise<Writer | null> {
  try {
    const response = await fetch('/api/writer', { headers: { accept: 'application/json' }, cache: 'no-store' });
    if (!response.ok) return null;
    const { id, name, role } = record(record(await response.json())['writer']);
    return string(id) === null ? null : { id: String(id), name: string(name) ?? '', role: string(role) ?? '' };
  } catch {
    return null;
  }
}

/** An annotator changes their own, others everybody's; the server has the last word. */
export function mayChange(writer: Writer | null, { creatorId }: Note): boolean {
  return writer !== null && (writer.role !== 'annotator' || creatorId === writer.id);
}
