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
import { Traces } from './traces.ts';
import type { TracesSummary } from './traces.ts';
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
  /** Of what its files have of defects. */
  traces: TracesSummary;
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
  const traces = new Traces();
  for (const leaf of leaves) {
    const mesh = readTileMesh(leafFile(folder, leaf));
    const { positions, indices } = mesh;
    const keys = keysOf(positions);
    const places = numberPlaces(keys, 2, positions.length / 3);
    const firsts = firstsOf(places.numbers, places.count);
    const slots = slotsOf(keys, firsts, candidates);
    for (let place = 0; place < places.count; place++) if (slots[place]! >= 0) candidates.meet(slots[place]!, leaf);
    let sums: Float64Array | undefined;
    const normalSums = (): Float64Array => {
      if (sums === undefined) {
        sums = new Float64Array(places.count * 3);
        sumNormals(positions, indices, places.numbers, sums);
      }
      return sums;
    };
    if (normals) {
      for (let place = 0; place < places.count; place++) {
        if (slots[place]! >= 0) candidates.addNormal(slots[place]!, normalSums(), place * 3);
      }
    }
    forEachEdge(indices, places.numbers, places.count, (low, high, faces, direction) => {
      const [one, other] = [slots[low]!, slots[high]!];
      if (one < 0 || other < 0) {
        countEdge(inner, faces, direction);
        if (faces !== 2) traces.edge(keys, firsts, [low, high], { faces, direction }, normalSums());
      } else if (one < other) border.push(one, other, packEdge(faces, direction));
      else border.push(other, one, packEdge(faces, -direction));
    });
    traces.pieces(mesh, places, slots);
  }
  writeFileSync(edgeFile(folder, number), Uint32Array.from(border));
  const summary: SurveySummary = {
    inner,
    border: border.length / EDGE_WORDS,
    traces: traces.write(folder, number),
  };
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

/** The first vertex of each place. Numbers are given in the order of the vertices: it is the one that brings the next number. */
function firstsOf(numbers: Uint32Array, count: number): Uint32Array {
  const firsts = new Uint32Array(count);
  for (let vertex = 0, place = 0; vertex < numbers.length; vertex++)
    if (numbers[vertex] === place) firsts[place++] = vertex;
  return firsts;
}

function slotsOf(keys: Uint32Array, firsts: Uint32Array, candidates: Candidates): Int32Array {
  const slots = new Int32Array(firsts.length);
  for (let place = 0; place < slots.length; place++) {
    const vertex = firsts[place]!;
    slots[place] = candidates.slotOf(keys[vertex * 2]!, keys[vertex * 2 + 1]!);
  }
  return slots;
}
