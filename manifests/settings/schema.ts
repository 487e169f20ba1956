import { availableParallelism } from 'node:os';
import { TILE_SIZE } from '../derivatives/levels.ts';
import { LIMITS } from '../derivatives/limits.ts';
import { InvalidError, expected } from '../errors.ts';

/** How a setting is read from text (flag, environment) and what `--help` says of it. */
interface Kind<T> {
  /** As it stands in a message: "Expected {describes} for --port but received …". */
  describes: string;
  placeholder: string;
  parse(text: string): T | undefined;
}

function wholeNumber(least: number, most: number): Kind<number> {
  return {
    describes: `a whole number from ${least} to ${most}`,
    placeholder: 'N',
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

function oneOf<T extends string>(...values: T[]): Kind<T> {
  return {
    describes: `one of ${values.join(', ')}`,
    placeholder: values.join('|'),
    parse: (text) => values.find((value) => value === text),
  };
}

function url(...protocols: string[]): Kind<string> {
  return {
    describes: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    placeholder: 'URL',
    parse: (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
  };
}

const text: Kind<string> = {
  describes: 'a text that is not empty',
  placeholder: 'TEXT',
  parse: (value) => (value.trim() === '' ? undefined : value),
};

const path: Kind<string> = { ...text, describes: 'a path', placeholder: 'PATH' };

export interface Setting<T> extends Kind<T> {
  env: string;
  help: string;
  /** Absent: the setting is optional and has no value unless given. */
  fallback?: T;
  /** Never shown in logs. */
  secret?: true;
}

function setting<T>(kind: Kind<T>, env: string, help: string, fallback: T, secret?: true): Setting<T> & { fallback: T };
function setting<T>(kind: Kind<T>, env: string, help: string, fallback?: undefined, secret?: true): Setting<T>;
function setting<T>(kind: Kind<T>, env: string, help: string, fallback?: T, secret?: true): Setting<T> {
  return { ...kind, env, help, ...(fallback === undefined ? {} : { fallback }), ...(secret ? { secret } : {}) };
}

const MIB = 1024 * 1024;

/**
 * The one list of settings. The key in kebab case is the flag (`publicUrl` → `--public-url`) and the key itself the
 * name in the settings file. `--help` and docs/settings.md are made from it.
 */
export const SETTINGS = {
  data: setting(path, 'VITRINE_DATA', 'Folder of everything that is kept.', 'vitrine-data'),
  host: setting(text, 'VITRINE_HOST', 'Address to listen on; 0.0.0.0 for all.', '127.0.0.1'),
  port: setting(wholeNumber(0, 65_535), 'PORT', 'Port to listen on; 0 for any free one.', 8080),
  publicUrl: setting(
    url('http:', 'https:'),
    'VITRINE_PUBLIC_URL',
    'Address under which visitors reach the server, for all ids in documents. Else the Host of each request.',
  ),
  databaseUrl: setting(
    url('postgres:', 'postgresql:'),
    'DATABASE_URL',
    'A PostgreSQL server (15 or later) to use instead of the embedded one.',
    undefined,
    true,
  ),
  redisUrl: setting(
    url('redis:', 'rediss:'),
    'REDIS_URL',
    'A Redis server for the queue, which else lives in PostgreSQL.',
    undefined,
    true,
  ),
  processes: setting(
    wholeNumber(1, 256),
    'VITRINE_PROCESSES',
    'Processes that answer requests: one for each core gets the most out of a machine that does nothing else.',
    1,
  ),
  cacheSize: setting(
    wholeNumber(0, 16_777_216),
    'VITRINE_CACHE_SIZE',
    'Most disk space, in MiB, for images that were computed on request; 0 keeps none.',
    1024,
  ),
  jobs: setting(
    wholeNumber(0, 256),
    'VITRINE_JOBS',
    'Files worked on at the same time; 0 leaves the work to `vitrine work` elsewhere.',
    availableParallelism(),
  ),
  jobMemory: setting(wholeNumber(128, 1_048_576), 'VITRINE_JOB_MEMORY', 'Most memory of one job, in MiB.', 1024),
  jobSeconds: setting(
    wholeNumber(1, 604_800),
    'VITRINE_JOB_SECONDS',
    'Most time of one job, in seconds; a mesh gets one more for each 100 kB.',
    1800,
  ),
  maxPixels: setting(
    wholeNumber(1, 100_000_000_000),
    'VITRINE_MAX_PIXELS',
    'Most pixels of one file, all its pages together.',
    4_000_000_000,
  ),
  // A tile must stay within them (Image API 3.0, 5.2).
  maxWidth: setting(
    wholeNumber(TILE_SIZE, LIMITS.maxWidth),
    'VITRINE_MAX_WIDTH',
    'Most pixels across of an image that is asked for.',
    LIMITS.maxWidth,
  ),
  maxHeight: setting(
    wholeNumber(TILE_SIZE, LIMITS.maxHeight),
    'VITRINE_MAX_HEIGHT',
    'Most pixels down of an image that is asked for.',
    LIMITS.maxHeight,
  ),
  maxArea: setting(
    wholeNumber(TILE_SIZE ** 2, LIMITS.maxArea),
    'VITRINE_MAX_AREA',
    'Most pixels in all of an image that is asked for.',
    LIMITS.maxArea,
  ),
  gamut: setting(
    oneOf('srgb', 'p3'),
    'VITRINE_GAMUT',
    'Colours that are kept of files with a wider profile (Display P3, Adobe RGB, ProPhoto): those of sRGB, or those of Display P3. Holds for what is added or made anew from then on.',
    'srgb',
  ),
  meshMemory: setting(
    wholeNumber(512, 1_048_576),
    'VITRINE_MESH_MEMORY',
    'Most memory of one job that makes a twin of a mesh, in MiB.',
    2048,
  ),
  meshProfile: setting(
    oneOf('small', 'fast'),
    'VITRINE_MESH_PROFILE',
    'How tiles of meshes are compressed: `small` by Draco, `fast` by meshopt (EXT_meshopt_compression), which is about a third larger and many times faster to decode. This and the following hold for what is added or made anew from then on.',
    'small',
  ),
  meshTextureQuality: setting(
    wholeNumber(1, 100),
    'VITRINE_MESH_TEXTURE_QUALITY',
    'Quality of the WebP textures of tiles: higher is truer and larger.',
    85,
  ),
  meshLeafTriangles: setting(
    wholeNumber(5000, 500_000),
    'VITRINE_MESH_LEAF_TRIANGLES',
    'Triangles of a finest tile, about: more make fewer requests, but each takes longer to come and to decode, and more is loaded than is looked at.',
    55_000,
  ),
  meshStepsPerEdge: setting(
    wholeNumber(4, 1024),
    'VITRINE_MESH_STEPS_PER_EDGE',
    'How finely positions are kept: steps of the grid within the mean length of a triangle’s edge. Twice as many cost up to three bits more for each vertex.',
    32,
  ),
  reserve: setting(
    wholeNumber(0, 1_048_576),
    'VITRINE_RESERVE',
    'Free disk space, in MiB, below which nothing more is accepted or worked on.',
    1024,
  ),
  provider: setting(text, 'VITRINE_PROVIDER', 'Name of the institution, shown with every object.'),
  providerUrl: setting(url('http:', 'https:'), 'VITRINE_PROVIDER_URL', 'Home page of the institution.'),
  serviceToken: setting(
    text,
    'VITRINE_SERVICE_TOKEN',
    'What models that are asked to annotate know us by: sent as `Authorization: Bearer`.',
    undefined,
    true,
  ),
  mirador: setting(
    url('http:', 'https:'),
    'VITRINE_MIRADOR',
    'A Mirador that opens `?iiif-content=MANIFEST`, linked from every object.',
    'https://projectmirador.org/embed/',
  ),
  logLevel: setting(
    oneOf('silent', 'error', 'warn', 'info', 'debug', 'trace'),
    'VITRINE_LOG_LEVEL',
    'How much is logged.',
    'info',
  ),
};

type Schema = typeof SETTINGS;
export type SettingName = keyof Schema;
type Optional = { [K in SettingName]: Schema[K] extends { fallback: unknown } ? never : K }[SettingName];
type Value<K extends SettingName> = Schema[K] extends Setting<infer T> ? T : never;
export type Settings = { [K in Exclude<SettingName, Optional>]: Value<K> } & { [K in Optional]?: Value<K> };

export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Bytes of a setting that is given in MiB. */
export const mebibytes = (value: number): number => value * MIB;

/** Reads one value. `where` names the flag, variable or file entry in the message. */
export function parseSetting(name: SettingName, value: string, where: string): unknown {
  const parsed = SETTINGS[name].parse(value);
  if (parsed === undefined) throw new InvalidError(expected(SETTINGS[name].describes, where, value));
  return parsed;
}
