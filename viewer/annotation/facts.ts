import type { Note } from './annotation.ts';
import { valuesOf } from './filter.ts';
import { linesOf } from './transcription.ts';

/** What a panel offers to narrow annotations by. */
export interface Facts {
  /** How many each layer has. */
  layers: ReadonlyMap<string, number>;
  creators: readonly string[];
  motivations: readonly string[];
  tags: readonly string[];
  makers: readonly string[];
  /** Lines of text to be read beside the picture. */
  lines: number;
  /** Whether there is nothing but text. */
  onlyText: boolean;
}

export function factsOf(notes: readonly Note[]): Facts {
  const layers = new Map<string, number>();
  for (const { layer } of notes) layers.set(layer, (layers.get(layer) ?? 0) + 1);
  return {
    layers,
    creators: valuesOf(notes, ({ creator }) => (creator === null ? [] : [creator])),
    motivations: valuesOf(notes, ({ motivations }) => motivations),
    tags: valuesOf(notes, ({ tags }) => tags),
    makers: valuesOf(notes, ({ machine }) => [machine === null ? 'person' : 'machine']),
    lines: linesOf(notes).length,
    onlyText: notes.every(({ granularity }) => granularity !== null),
  };
}
