import { UnreadableError, expected } from '../../../../manifests/errors.ts';

type Table =
  | 'accessors'
  | 'animations'
  | 'bufferViews'
  | 'buffers'
  | 'images'
  | 'materials'
  | 'meshes'
  | 'nodes'
  | 'samplers'
  | 'scenes'
  | 'skins'
  | 'textures';

interface IntegerOptions {
  min?: number;
  max?: number;
}

/** An object of a document, with the JSON pointer to it (RFC 6901), of which nothing is believed. */
export class JsonObject {
  readonly pointer: string;
  readonly #fields: Record<string, unknown>;

  /** Throws UnreadableError for what is no object. */
  constructor(value: unknown, pointer: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('an object', pointer, value);
    this.#fields = value as Record<string, unknown>;
    this.pointer = pointer;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name) && this.#fields[name] !== undefined;
  }

  keys(): string[] {
    return Object.keys(this.#fields);
  }

  at(name: string): string {
    return `${this.pointer}/${name}`;
  }

  object(name: string): JsonObject | undefined {
    return this.has(name) ? new JsonObject(this.#fields[name], this.at(name)) : undefined;
  }

  /** What an extension says of this. */
  extension(name: string): JsonObject | undefined {
    return this.object('extensions')?.object(name);
  }

  list(name: string): unknown[] {
    if (!this.has(name)) return [];
    const value = this.#fields[name];
    if (!Array.isArray(value)) throw wrong('a list', this.at(name), value);
    return value;
  }

  objects(name: string): JsonObject[] {
    return this.list(name).map((value, i) => new JsonObject(value, `${this.at(name)}/${i}`));
  }

  integers(name: string): number[] {
    return this.list(name).map((value, i) => {
      if (!Number.isSafeInteger(value)) throw wrong('a whole number', `${this.at(name)}/${i}`, value);
      return value as number;
    });
  }

  integer(name: string, options: IntegerOptions = {}): number | undefined {
    if (!this.has(name)) return undefined;
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
    const value = this.#fields[name];
    if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
      const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
      throw wrong(`a whole number ${range}`, this.at(name), value);
    }
    return value as number;
  }

  needInteger(name: string, options: IntegerOptions = {}): number {
    const value = this.integer(name, options);
    if (value === undefined) throw wrong('a whole number', this.at(name), undefined);
    return value;
  }

  number(name: string, otherwise: number): number {
    if (!this.has(name)) return otherwise;
    const value = this.#fields[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong('a number', this.at(name), value);
    return value;
  }

  numbers<const Numbers extends readonly number[]>(name: string, otherwise: Numbers): { [I in keyof Numbers]: number } {
    if (!this.has(name)) return otherwise as { [I in keyof Numbers]: number };
    const list = this.list(name);
    if (
      list.length !== otherwise.length ||
      !list.every((value) => typeof value === 'number' && Number.isFinite(value))
    ) {
      throw wrong(`${otherwise.length} numbers`, this.at(name), JSON.stringify(list.slice(0, 20)));
    }
    return list as unknown as { [I in keyof Numbers]: number };
  }

  string(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#fields[name];
    if (typeof value !== 'string') throw wrong('text', this.at(name), value);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.has(name) ? this.#fields[name] : false;
    if (typeof value !== 'boolean') throw wrong('true or false', this.at(name), value);
    return value;
  }
}

/** A glTF document: its tables, in which one part names another by its number. */
export class Document {
  readonly root: JsonObject;

  /** Throws UnreadableError for what is no glTF 2. */
  constructor(value: unknown) {
    this.root = new JsonObject(value, '');
    const version = this.root.object('asset')?.string('version');
    if (version === undefined) throw wrong('a version of glTF', '/asset/version', undefined);
    if (!/^2\.\d+$/.test(version)) {
      throw new UnreadableError(
        `/asset/version: this is glTF ${version.slice(0, 20)}; glTF 2 is read. Export it anew.`,
      );
    }
    const least = this.root.object('asset')?.string('minVersion') ?? '2.0';
    if (least !== '2.0') {
      throw new UnreadableError(`/asset/minVersion: it wants glTF ${least.slice(0, 20)}; glTF 2.0 is read.`);
    }
  }

  count(table: Table): number {
    return this.root.list(table).length;
  }

  /** Number `index` of a table. `from` is the pointer to where that number stands. */
  get(table: Table, index: number, from: string): JsonObject {
    const list = this.root.list(table);
    if (index < 0 || index >= list.length) {
      throw new UnreadableError(`${from}: there is no /${table}/${index}; the file has ${list.length}.`);
    }
    return new JsonObject(list[index], `/${table}/${index}`);
  }
}

export function wrong(what: string, pointer: string, came: unknown): UnreadableError {
  const place = pointer === '' ? 'the document' : pointer;
  if (came === undefined) return new UnreadableError(`Expected ${what} at ${place}, which is missing.`);
  if (typeof came !== 'object' || came === null) return new UnreadableError(`${expected(what, place, came)}.`);
  return new UnreadableError(
    `Expected ${what} for ${place} but received ${Array.isArray(came) ? 'a list' : 'an object'}.`,
  );
}
