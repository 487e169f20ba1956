import { join } from 'node:path';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { MeshFiles } from '../../source.ts';
import type { Findings } from '../findings.ts';
import type { Accessors, Shape } from './accessors.ts';
import type { Buffers } from './buffers.ts';
import { TRIANGLE_FAN, TRIANGLES } from './corners.ts';
import type { JsonObject } from './document.ts';
import { decodeDraco } from './draco.ts';
import type { Decoded } from './draco.ts';
import { BYTE, FLOAT, SHORT, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT } from './elements.ts';
import type { Elements } from './elements.ts';

/** With what KHR_mesh_quantization adds, which is read whether it is announced or not. */
const ANY = [FLOAT, BYTE, UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT];
const POSITION: Shape = { types: ['VEC3'], componentTypes: ANY };
const NORMAL: Shape = { types: ['VEC3'], componentTypes: [FLOAT, BYTE, SHORT] };
const TANGENT: Shape = { types: ['VEC4'], componentTypes: [FLOAT, BYTE, SHORT] };
const TEXCOORD: Shape = { types: ['VEC2'], componentTypes: ANY };
const COLOUR: Shape = { types: ['VEC3', 'VEC4'], componentTypes: [FLOAT, UNSIGNED_BYTE, UNSIGNED_SHORT] };
const INDICES: Shape = { types: ['SCALAR'], componentTypes: [UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT] };

/** Where a primitive's triangles lie. */
export interface Primitive {
  json: JsonObject;
  mode: number;
  positions: Elements;
  normals?: Elements;
  /** Only where they were asked for. */
  tangents?: Elements;
  colours?: Elements;
  /** By the number of the set. */
  texcoords: ReadonlyMap<number, Elements>;
  indices?: Elements;
}

/** Gives nothing for a primitive that is no triangles, which is told. Throws UnreadableError with the pointer of what is wrong. */
export class Primitives {
  readonly #accessors: Accessors;
  readonly #buffers: Buffers;
  readonly #files: MeshFiles;
  readonly #findings: Findings;

  constructor(accessors: Accessors, buffers: Buffers, files: MeshFiles, findings: Findings) {
    this.#accessors = accessors;
    this.#buffers = buffers;
    this.#files = files;
    this.#findings = findings;
  }

  async read(json: JsonObject, { withTangents = false } = {}): Promise<Primitive | undefined> {
    const mode = json.integer('mode', { max: 6 }) ?? TRIANGLES;
    if (mode < TRIANGLES || mode > TRIANGLE_FAN) {
      this.#findings.add('not-triangles', () => `${json.pointer}: points and lines are left out; triangles are shown.`);
      return undefined;
    }
    if (json.has('targets')) {
      this.#findings.add('not-animated', () => `${json.at('targets')}: a shape that changes is shown at rest.`);
    }
    const attributes = json.object('attributes');
    if (attributes?.integer('POSITION') === undefined) {
      this.#findings.add('no-positions', () => `${json.pointer}: a primitive has no positions and is left out.`);
      return undefined;
    }
    const packed = json.extension('KHR_draco_mesh_compression');
    const decoded = packed ? await this.#decode(json, attributes, packed, withTangents) : undefined;
    const column = async (name: string, shape: Shape): Promise<Elements | undefined> => {
      const index = attributes.integer(name);
      if (index === undefined) return undefined;
      return decoded?.attributes.get(name) ?? this.#accessors.elements(index, attributes.at(name), shape);
    };
    const positions = await column('POSITION', POSITION);
    if (!positions) throw new UnreadableError(`${json.pointer}: there are no positions.`);
    const asMany = (found: Elements | undefined): Elements | undefined => {
      if (!found || found.count >= positions.count) return found;
      this.#findings.add(
        'missing-attributes',
        () => `${found.pointer}: ${found.count} vertices have what ${positions.count} should; it is left out.`,
      );
      return undefined;
    };
    const texcoords = new Map<number, Elements>();
    for (const name of attributes.keys()) {
      const set = /^TEXCOORD_(\d{1,2})$/.exec(name)?.[1];
      const found = set === undefined ? undefined : asMany(await column(name, TEXCOORD));
      if (found) texcoords.set(Number(set), found);
    }
    const normals = asMany(await column('NORMAL', NORMAL));
    const tangents = withTangents ? asMany(await column('TANGENT', TANGENT)) : undefined;
    const colours = asMany(await column('COLOR_0', COLOUR));
    const indices = decoded?.indices ?? (await this.#indices(json));
    return {
      json,
      mode: decoded ? TRIANGLES : mode,
      positions,
      texcoords,
      ...(normals && { normals }),
      ...(tangents && { tangents }),
      ...(colours && { colours }),
      ...(indices && { indices }),
    };
  }

  async #indices(json: JsonObject): Promise<Elements | undefined> {
    const index = json.integer('indices');
    return index === undefined ? undefined : this.#accessors.elements(index, json.at('indices'), INDICES);
  }

  async #decode(json: JsonObject, attributes: JsonObject, packed: JsonObject, withTangents: boolean): Promise<Decoded> {
    const ids = packed.object('attributes');
    const wanted = (ids?.keys() ?? []).flatMap((name) => {
      const shape = withTangents && name === 'TANGENT' ? TANGENT : shapeOf(name);
      const index = attributes.integer(name);
      if (!shape || index === undefined) return [];
      return [{ id: ids?.needInteger(name) ?? 0, name, form: this.#accessors.form(index, attributes.at(name), shape) }];
    });
    if (!wanted.some(({ name }) => name === 'POSITION')) {
      throw new UnreadableError(`${packed.at('attributes')}: there is no POSITION among them.`);
    }
    const { bytes } = await this.#buffers.view(packed.needInteger('bufferView'), packed.at('bufferView'));
    const index = json.integer('indices');
    const decoded = await decodeDraco({
      pointer: packed.pointer,
      bytes,
      attributes: wanted,
      indices: index === undefined ? undefined : this.#accessors.form(index, json.at('indices'), INDICES),
      // Written anew for each, as one primitive is read at a time.
      target: join(this.#files.folder, 'gltf-draco'),
    });
    const declared =
      index === undefined ? decoded.indices.count : this.#accessors.form(index, json.at('indices'), INDICES).count;
    if (declared !== decoded.indices.count) {
      this.#findings.add(
        'counts-differ',
        () =>
          `${packed.pointer}: ${declared} indices are declared, ${decoded.indices.count} were decoded and are shown.`,
      );
    }
    return decoded;
  }
}

function shapeOf(name: string): Shape | undefined {
  if (name === 'POSITION') return POSITION;
  if (name === 'NORMAL') return NORMAL;
  if (name === 'COLOR_0') return COLOUR;
  return /^TEXCOORD_\d{1,2}$/.test(name) ? TEXCOORD : undefined;
}
