import { join } from 'node:path';
import type { Box } from '../grid.ts';
import type { Finding, Material, MeshHeader } from '../source.ts';
import { readSummary } from '../stage.ts';
import type { Layout } from './layout.ts';

/** What is known of a scan when it has been read. Lengths and places are in the file's units and axes. */
export interface SoupSummary {
  header: MeshHeader;
  /** Triangles in the soup. */
  triangles: number;
  /** What its positions are relative to, so that 32-bit floats are enough for them. */
  origin: [number, number, number];
  /** Of nothing: all zero. */
  box: Box;
  /** Mean length of an edge; 0 of nothing. */
  meanEdge: number;
  /** About as long as the shortest edge of all triangles but one in a hundred is, or a little less; 0 of nothing. */
  shortEdge: number;
  /** What some triangle has. */
  layout: Layout;
  /** Runs of records of one layout; each is wider than the one before. */
  segments: Segment[];
  materials: Material[];
  /** Per material, the area of its triangles in its texture's unit square: times the texture's pixels, the texels that are used. */
  textureAreas: number[];
  /** Corners without a normal. */
  cornersWithoutNormal: number;
  findings: Finding[];
}

export interface Segment {
  layout: Layout;
  /** Byte of the file. */
  start: number;
  triangles: number;
}

export const soupFile = (folder: string): string => join(folder, 'soup.bin');
export const soupSummaryFile = (folder: string): string => join(folder, 'soup.json');

/** Undefined where the scan is not read to its end. */
export const readSoupSummary = (folder: string): SoupSummary | undefined =>
  readSummary(soupSummaryFile(folder)) as SoupSummary | undefined;
