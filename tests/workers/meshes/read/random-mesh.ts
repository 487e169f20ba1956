import { fc } from '../../../properties.ts';

export interface SmallMesh {
  vertices: (readonly [number, number, number])[];
  /** Numbers of vertices, from 0. */
  triangles: (readonly [number, number, number])[];
}

/** Multiples of 1/64 are exact as text of six digits and as 32-bit floats, so that tests compare for equality. */
const coordinate = fc.integer({ min: -6400, max: 6400 }).map((value) => value / 64);

export const smallMesh: fc.Arbitrary<SmallMesh> = fc
  .array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 20 })
  .chain((vertices) => {
    const number = fc.nat(vertices.length - 1);
    return fc
      .array(fc.tuple(number, number, number), { minLength: 1, maxLength: 30 })
      .map((triangles) => ({ vertices, triangles }));
  });

/** As a reader hands them out. */
export const cornersOf = ({ vertices, triangles }: SmallMesh): number[] =>
  triangles.flatMap((corners) => corners.flatMap((vertex) => [...vertices[vertex]!]));
