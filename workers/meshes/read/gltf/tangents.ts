import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Findings } from '../findings.ts';
import { Column } from './column.ts';
import { Corners } from './corners.ts';
import type { Document, JsonObject } from './document.ts';
import type { Elements } from './elements.ts';
import { mappingOf } from './materials.ts';
import type { Primitive, Primitives } from './primitive.ts';

/** Of each primitive, so many runs of so many triangles are looked at, evenly spread over it. */
const RUNS = 64;
const RUN = 64;

/** Triangles of a material by what the file's tangents say. */
interface Vote {
  normalMap: JsonObject;
  against: number;
  all: number;
}

/**
 * The numbers of materials whose normal map is turned over by the file's own tangents: their w is not what the texture
 * coordinates say (glTF 2.0, 3.7.2.1 and 3.9.3), so that green, which grows upwards in a picture, is meant to grow downwards.
 * Tangents are made anew for tiles, out of texture coordinates; what the file's said has to go over into the picture.
 */
export async function turnedNormalMaps(
  document: Document,
  meshes: readonly number[],
  primitives: Primitives,
  findings: Findings,
): Promise<ReadonlySet<number>> {
  const votes = new Map<number, Vote>();
  for (const mesh of meshes) {
    for (const json of document.get('meshes', mesh, '/meshes').objects('primitives')) {
      const material = json.integer('material');
      if (material === undefined || json.object('attributes')?.integer('TANGENT') === undefined) continue;
      const normalMap = document.get('materials', material, json.at('material')).object('normalTexture');
      if (!normalMap) continue;
      const vote = votes.get(material) ?? { normalMap, against: 0, all: 0 };
      votes.set(material, vote);
      count(await readOrNothing(primitives, json), mappingOf(normalMap).set, vote);
    }
  }
  const turned = new Set<number>();
  for (const [material, { normalMap, against, all }] of votes) {
    const most = against > all / 2;
    if (most) turned.add(material);
    const others = most ? all - against : against;
    // A few triangles of a seam are no kind of their own.
    if (others <= all / 20) continue;
    findings.add(
      'mixed-tangents',
      () =>
        `${normalMap.pointer}: the tangents of the file turn the picture over on ${Math.round((100 * against) / all)} % of its surface, which one picture cannot be; it is taken ${most ? 'as turned over' : 'as it is'} everywhere.`,
    );
  }
  return turned;
}

/** What cannot be read is told of, or thrown, when it is read for good; tangents that cannot be read say nothing. */
async function readOrNothing(primitives: Primitives, json: JsonObject): Promise<Primitive | undefined> {
  try {
    return await primitives.read(json, { withTangents: true });
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}

function count(primitive: Primitive | undefined, set: number, vote: Vote): void {
  const texcoords = primitive?.texcoords.get(set);
  if (!primitive?.tangents || !texcoords) return;
  const { triangles, compared, against } = compare(primitive, primitive.tangents, texcoords);
  if (compared === 0) return;
  vote.all += triangles;
  vote.against += (triangles * against) / compared;
}

function compare(
  { mode, positions, indices }: Primitive,
  tangents: Elements,
  texcoords: Elements,
): { triangles: number; compared: number; against: number } {
  using stack = new DisposableStack();
  const sides = stack.use(new Column(tangents));
  const places = stack.use(new Column(texcoords));
  const corners = stack.use(new Corners(mode, positions.count, indices));
  const { triangles } = corners;
  const three = new Uint32Array(RUN * 3);
  const uv = new Float64Array(6);
  let compared = 0;
  let against = 0;
  const runs = Math.min(RUNS, Math.ceil(triangles / RUN));
  for (let run = 0; run < runs; run++) {
    const first = Math.floor((run * triangles) / runs);
    const length = Math.min(RUN, triangles - first);
    corners.read(first, length, three);
    for (let at = 0; at < length * 3; at += 3) {
      let side = 0;
      for (let corner = 0; corner < 3; corner++) {
        const row = three[at + corner]!;
        if (row >= positions.count) {
          side = NaN;
          break;
        }
        side += Math.sign(sides.values[sides.seek(row) + 3]!);
        const place = places.seek(row);
        uv[corner * 2] = places.values[place]!;
        uv[corner * 2 + 1] = places.values[place + 1]!;
      }
      const area = (uv[2]! - uv[0]!) * (uv[5]! - uv[1]!) - (uv[4]! - uv[0]!) * (uv[3]! - uv[1]!);
      // v grows downwards: a chart that is not mirrored has a negative area, and should have w = 1.
      const sign = side * area;
      if (sign > 0) against++;
      if (Math.abs(sign) > 0) compared++;
    }
  }
  return { triangles, compared, against };
}
