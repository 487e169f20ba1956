import type { PlyFaceRoles, PlyFaces } from './ply-faces.ts';
import type { PlyElement } from './ply-header.ts';
import type { PlyVertices } from './ply-vertices.ts';

/** What is to be done with the rows of an element. */
export type PlyTask =
  | { kind: 'vertices'; vertices: PlyVertices }
  | { kind: 'faces' | 'strips'; faces: PlyFaces; roles: PlyFaceRoles }
  | { kind: 'skip' };

/** The rows of a PLY in the order of their elements, as text or binary. */
export interface PlyRows {
  /** Reads all rows of the element; where it could not, the place. */
  read(element: PlyElement, task: PlyTask): Promise<string | undefined>;
  /** What comes behind the last element, in words. */
  left(): Promise<string | undefined>;
}
