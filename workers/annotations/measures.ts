import type { Border, Crowd, MeshDefects, Piece, Place } from '../../manifests/meshes/defects.ts';
import type { MeshNumbers } from '../../manifests/meshes/numbers.ts';
import { cameraAt, precise } from './camera.ts';
import { number, properties, words } from './quantity.ts';
import type { Quantity } from './quantity.ts';

type Json = Record<string, unknown>;

/** A piece that has this share of the whole surface was meant to be there. */
const LARGE = 0.05;

/**
 * What is known of a twin without a model: one annotation of the whole with its measures, and one for each defect at its
 * place, with the camera from which it is seen. Texts are for people; the same numbers follow for programs, in metres.
 */
export function* annotationsOfTwin(
  view: string,
  numbers: MeshNumbers,
  defects: MeshDefects | undefined,
): Generator<Json, void, undefined> {
  const small = smallPieces(defects, numbers.area);
  yield annotation(view, measured(numbers, defects, small.length));
  const size = Math.hypot(...numbers.size);
  const centre = centreOf(defects);
  for (const border of defects?.borders?.longest ?? []) yield ofBorder(view, border, size);
  for (const crowd of defects?.crowds ?? []) yield ofCrowd(view, crowd, size);
  for (const piece of small) yield ofPiece(view, piece, size, centre);
}

interface Said {
  lines: readonly string[];
  quantities: readonly Quantity[];
  tag?: string;
}

function annotation(target: unknown, { lines, quantities, tag }: Said): Json {
  const text = {
    type: 'TextualBody',
    purpose: 'describing',
    format: 'text/plain',
    language: 'en',
    value: lines.join('\n'),
    'schema:additionalProperty': properties(quantities),
  };
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    type: 'Annotation',
    motivation: 'describing',
    body: tag === undefined ? text : [text, { type: 'TextualBody', purpose: 'tagging', value: tag, language: 'en' }],
    target,
  };
}

const told = (count: number, marked: number, what: string): string =>
  `${what}: ${number(count)}${marked < count ? `, the ${marked} largest of which are marked` : ''}`;

function measured(numbers: MeshNumbers, defects: MeshDefects | undefined, small: number): Said {
  const { size, unitIsGuess, area, volume, closed, triangles } = numbers;
  const longest = Math.max(...size);
  const [width, height, depth] = size;
  const { borders, crowds = [], pieces } = defects ?? {};
  return {
    lines: [
      `Width × height × depth: ${size.map((side) => words(side, 1, longest)).join(' × ')}${unitIsGuess ? ' (the file names no unit: it is a guess)' : ''}`,
      `Surface: ${words(area, 2)}`,
      ...(volume === undefined ? [] : [`Volume: ${words(volume, 3)}`]),
      `Triangles: ${number(triangles)}`,
      ...(closed === undefined ? [] : [`Closed surface: ${closed ? 'yes' : 'no'}`]),
      ...(borders && borders.count > 0 ? [told(borders.count, borders.longest.length, 'Holes and rims')] : []),
      ...(crowds.length > 0 ? [`Places where more than two triangles share an edge: ${number(crowds.length)}`] : []),
      ...(pieces && pieces.count > 1
        ? [
            `Separate pieces: ${number(pieces.count)}${small > 0 ? `; the ${small === 1 ? 'small one is' : `${small} small ones are`} marked` : ''}`,
          ]
        : []),
    ],
    quantities: [
      { name: 'width', value: width, unit: 'MTR' },
      { name: 'height', value: height, unit: 'MTR' },
      { name: 'depth', value: depth, unit: 'MTR' },
      { name: 'surface', value: area, unit: 'MTK' },
      ...(volume === undefined ? [] : [{ name: 'volume', value: volume, unit: 'MTQ' } as const]),
      { name: 'triangles', value: triangles },
      ...(borders ? [{ name: 'borders', value: borders.count }] : []),
      ...(pieces ? [{ name: 'pieces', value: pieces.count }] : []),
    ],
  };
}

function ofBorder(view: string, { closed, edges, length, places, normal }: Border, size: number): Json {
  const ring = closed && places.length > 2;
  const target = at(view, ring ? `POLYGON Z (${list([...places, places[0]!])})` : `LINESTRING Z ${list(places)}`, {
    places,
    towards: normal,
    size,
  });
  return annotation(target, {
    lines: [
      `${ring ? 'Hole or rim' : 'Open border'}: ${words(length)} ${ring ? 'around' : 'long'}, ${counted(edges, 'edge')}`,
    ],
    quantities: [
      { name: ring ? 'perimeter' : 'length', value: length, unit: 'MTR' },
      { name: 'edges', value: edges },
    ],
    tag: ring ? 'hole or rim' : 'open border',
  });
}

function ofCrowd(view: string, { edges, length, place, normal }: Crowd, size: number): Json {
  return annotation(at(view, point(place), { places: [place], towards: normal, size }), {
    lines: [
      `${edges === 1 ? 'An edge that more than two triangles share' : `${number(edges)} edges that more than two triangles share`}: ${words(length)} long${edges === 1 ? '' : ' together'}`,
    ],
    quantities: [
      { name: 'length', value: length, unit: 'MTR' },
      { name: 'edges', value: edges },
    ],
    tag: 'non-manifold edges',
  });
}

function ofPiece(view: string, { triangles, area, min, max, place }: Piece, size: number, centre: Place): Json {
  const sides = max.map((value, axis) => value - min[axis]!);
  const longest = Math.max(...sides);
  const towards = place.map((value, axis) => value - centre[axis]!) as Place;
  return annotation(at(view, point(place), { places: [min, max, place], towards, size }), {
    lines: [
      `Separate piece: ${sides.map((side) => words(side, 1, longest)).join(' × ')}, ${counted(triangles, 'triangle')}`,
    ],
    quantities: [
      { name: 'width', value: sides[0]!, unit: 'MTR' },
      { name: 'height', value: sides[1]!, unit: 'MTR' },
      { name: 'depth', value: sides[2]!, unit: 'MTR' },
      { name: 'surface', value: area, unit: 'MTK' },
      { name: 'triangles', value: triangles },
    ],
    tag: 'separate piece',
  });
}

const counted = (count: number, what: string): string => `${number(count)} ${what}${count === 1 ? '' : 's'}`;

function smallPieces(defects: MeshDefects | undefined, area: number): Piece[] {
  const [, ...others] = defects?.pieces?.largest ?? [];
  return others.filter((piece) => piece.area < area * LARGE);
}

/** Of what is known of the scan's pieces, or the origin. */
function centreOf(defects: MeshDefects | undefined): Place {
  const [largest] = defects?.pieces?.largest ?? [];
  return largest ? (largest.min.map((least, axis) => (least + largest.max[axis]!) / 2) as Place) : [0, 0, 0];
}

interface Seen {
  places: readonly Place[];
  towards: Place | undefined;
  /** Of the whole. */
  size: number;
}

function at(view: string, wkt: string, { places, towards, size }: Seen): Json {
  const least = [0, 1, 2].map((axis) => Math.min(...places.map((place) => place[axis]!)));
  const most = [0, 1, 2].map((axis) => Math.max(...places.map((place) => place[axis]!)));
  const middle = least.map((value, axis) => (value + most[axis]!) / 2) as Place;
  const radius = Math.hypot(...most.map((value, axis) => value - least[axis]!)) / 2;
  const seen = towards !== undefined && Math.hypot(...towards) > 0;
  return {
    type: 'SpecificResource',
    source: view,
    selector: { type: 'WktSelector', value: wkt },
    ...(seen && { scope: cameraAt(view, { place: middle, radius, towards, size }) }),
  };
}

const point = (place: Place): string => `POINT Z ${list([place])}`;
const list = (places: readonly Place[]): string =>
  `(${places.map((place) => place.map(precise).join(' ')).join(', ')})`;
