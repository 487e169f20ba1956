import { boundsOf } from './shape.ts';
import type { Region } from '../iiif/fragment.ts';
import type { Note } from './annotation.ts';

/** What a list is narrowed to; empty strings narrow nothing. */
export interface Filter {
  creator: string;
  motivation: string;
  tag: string;
  madeBy: '' | 'person' | 'machine';
}

export const NO_FILTER: Filter = { creator: '', motivation: '', tag: '', madeBy: '' };

export function passes(note: Note, { creator, motivation, tag, madeBy }: Filter): boolean {
  if (creator !== '' && note.creator !== creator) return false;
  if (motivation !== '' && !note.motivations.includes(motivation)) return false;
  if (tag !== '' && !note.tags.includes(tag)) return false;
  return madeBy === '' || (madeBy === 'machine') === (note.machine !== null);
}

/** Whether any of a note is in sight; what is about the whole view always is. `sight` null is all of it. */
export function inSight({ shape }: Note, sight: Region | null): boolean {
  if (shape === null || sight === null) return true;
  const { x, y, width, height } = boundsOf(shape);
  return x <= sight.x + sight.width && x + width >= sight.x && y <= sight.y + sight.height && y + height >= sight.y;
}

/** The values that there are to choose from, each once, as they are read. */
export function valuesOf(notes: readonly Note[], read: (note: Note) => readonly string[]): string[] {
  return [...new Set(notes.flatMap(read))].toSorted((a, b) => a.localeCompare(b));
}
