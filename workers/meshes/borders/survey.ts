import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { highKey, lowKey } from '../key.ts';
import { leafFile } from '../partition/files.ts';
import { sumNormals } from '../partition/faces.ts';
import { numberPlaces } from '../partition/places.ts';
import { writeSummary } from '../stage.ts';
import { readTileMesh } from '../tilemesh-file.ts';
import type { TileMesh } from '../tilemesh.ts';
import { Candidates } from './candidates.ts';
import { countEdge, forEachEdge, noEdges } from './edges.ts';
import type { EdgeCounts } from './edges.ts';

export interface SurveyOptions {
  folder: string;
  /** Of `Candidates`, with all strays. */
  candidates: SharedArrayBuffer;
  /** Normals are computed: their sums are to be told. */
  normals: boolean;
  /** Which survey this is, and its leaves: those that have a file. */
  number: number;
  leaves: number[];
}

export interface SurveySummary {
  /** Edges that no other leaf can have. */
  inner: EdgeCounts;
  /** Edges in the survey's file: those whose ends are both candidates. */
  border: number;
}

export const surveyFile = (folder: string, number: number): string => join(folder, `survey-${number}.json`);
/** Slot, slot, and faces and direction of 16 bits each. */
export const edgeFile = (folder: string, number: number): string => join(folder, `survey-${number}.edges`);
export const EDGE_WORDS = 3;

/** Has some leaves tell the candidates which of them they use, and counts their edges. */
export function surveyLeaves({ folder, candidates: buffer, normals, number, leaves }: SurveyOptions): SurveySummary {
  const candidates = new Candidates(buffer);
  const inner = noEdges();
  const border: number[] = [];
  for (const leaf of leaves) {
    const { positions, indices } = readTileMesh(leafFile(folder, leaf));
    const keys = keysOf(positions);
    const places = numberPlaces(keys, 2, positions.length / 3);
    const slots = slotsOf(keys, places.numbers, places.count, candidates);
    for (let place = 0; place < places.count; place++) if (slots[place]! >= 0) candidates.meet(slots[place]!, leaf);
    if (normals) {
      const sums = new Float64Array(places.count * 3);
      sumNormals(positions, indices, places.numbers, sums);
      for (let place = 0; place < places.count; place++) {
        if (slots[place]! >= 0) candidates.addNormal(slots[place]!, sums, place * 3);
      }
    }
    forEachEdge(indices, places.numbers, places.count, (low, high, faces, direction) => {
      const [one, other] = [slots[low]!, slots[high]!];
      if (one < 0 || other < 0) countEdge(inner, faces, direction);
      else if (one < other) border.push(one, other, packEdge(faces, direction));
      else border.push(other, one, packEdge(faces, -direction));
    });
  }
  writeFileSync(edgeFile(folder, number), Uint32Array.from(border));
  const summary: SurveySummary = { inner, border: border.length / EDGE_WORDS };
  writeSummary(surveyFile(folder, number), summary);
  return summary;
}

/** More than 32767 faces at one edge of a leaf count as so many. */
const packEdge = (faces: number, direction: number): number =>
  ((Math.min(faces, 0x7fff) << 16) | (Math.max(-0x7fff, Math.min(direction, 0x7fff)) & 0xffff)) >>> 0;

function keysOf(positions: TileMesh['positions']): Uint32Array {
  const keys = new Uint32Array((positions.length / 3) * 2);
  for (let from = 0, to = 0; from < positions.length; from += 3, to += 2) {
    const y = positions[from + 1]!;
    keys[to] = lowKey(positions[from]!, y);
    keys[to + 1] = highKey(y, positions[from + 2]!);
  }
  return keys;
}

function slotsOf(keys: Uint32Array, numbers: Uint32Array, count: number, candidates: Candidates): Int32Array {
  const slots = new Int32Array(count);
  // Numbers are given in the order of the vertices: a place's first vertex is the one that brings the next number.
  for (let vertex = 0, place = 0; vertex < numbers.length; vertex++) {
    if (numbers[vertex] === place) slots[place++] = candidates.slotOf(keys[vertex * 2]!, keys[vertex * 2 + 1]!);
  }
  return slots;
}
