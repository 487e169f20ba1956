import type { ColumnType, Generated } from 'kysely';

/** Language tag (or `none`) → values: IIIF Presentation 3.0, 4.4. */
export type LanguageMap = Record<string, string[]>;

export interface LabelValue {
  label: LanguageMap;
  value: LanguageMap;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the public gets of an object less than all. Whatever is made of its images is made within this. */
export interface Restriction {
  /** Longest side, in pixels, of what is served. */
  maxSide?: number;
  watermark?: Watermark;
  hidden?: HiddenRegion[];
}

/** An image file with transparency, kept among the originals. */
export interface Watermark {
  name: string;
  sha256: string;
  bytes: number;
}

/** In pixels of the full page, the way up in which it is seen. */
export interface HiddenRegion extends Box {
  asset: string;
  page: number;
}

/** How a scan stands in space, as its curator says. */
export interface Frame {
  /** Metres of one unit of the file. */
  unit?: number;
  /** Its upward axis. */
  up?: 'x' | 'y' | 'z';
}

/** Why an asset failed, in words for its curator. */
export interface Problem {
  code: string;
  message: string;
}

export type ObjectState = 'draft' | 'published';
export type AssetState = 'waiting' | 'working' | 'ready' | 'failed';
export type AssetKind = 'image' | 'mesh';
export type Role = 'annotator' | 'editor' | 'administrator';
export type AgentKind = 'person' | 'software';

/** What wrote an annotation for its writer: a program, a model. */
export interface Software {
  name: string;
  version?: string;
  /** An IRI. */
  id?: string;
}

export type ActivityType = 'Create' | 'Update' | 'Delete';

type Json<T> = ColumnType<T, string, string>;
type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;

/** What became of what a machine said of a view. */
export interface RunOutcome {
  created: number;
  /** Said before and not any more. */
  removed: number;
  /** Said again, and there as they were, or as somebody has changed them since. */
  kept: number;
  /** Said again, but somebody has deleted them. */
  leftDeleted: number;
}

export interface Tables {
  /** One row: what distinguishes this catalogue from others that share a Redis. */
  installation: { id: string; created: Generated<Date> };
  object: {
    /** Opaque, never changes; `id` is the readable slug. */
    key: string;
    id: string;
    label: Json<LanguageMap>;
    summary: OptionalJson<LanguageMap>;
    metadata: JsonWithDefault<LabelValue[]>;
    rights: string | null;
    requiredStatement: OptionalJson<LabelValue>;
    /** An XSD dateTime with a time zone; text, since it may lie before our era. */
    navDate: string | null;
    /** Absolute path of the file or folder that the object was made from: the same path again is the same object. */
    source: string | null;
    state: Generated<ObjectState>;
    restriction: OptionalJson<Restriction>;
    created: Generated<Date>;
    modified: Generated<Date>;
  };
  formerId: { id: string; object: string };
  asset: {
    id: string;
    object: string;
    /** The file's name, as it came. */
    name: string;
    /** Absolute path it was added from; the original itself where it is in place. */
    source: string | null;
    inPlace: Generated<boolean>;
    kind: AssetKind | null;
    mediaType: string | null;
    sha256: string;
    bytes: number;
    /** Grows with each new original or setting; the one that is wanted. */
    generation: Generated<number>;
    /** The generation whose derivatives are being served. */
    servedGeneration: number | null;
    state: Generated<AssetState>;
    /** Of a mesh; what is absent, the file says or is guessed. */
    frame: OptionalJson<Frame>;
    problem: OptionalJson<Problem>;
    technical: JsonWithDefault<Record<string, unknown>>;
    warnings: JsonWithDefault<string[]>;
    /** When the derivatives that are served were first found not to be as they were written, and what was found. */
    damaged: Date | null;
    damage: string | null;
    /** Derivatives of generations below this one are deleted. */
    sweptGeneration: Generated<number>;
    created: Generated<Date>;
    modified: Generated<Date>;
  };
  page: {
    asset: string;
    generation: number;
    number: number;
    /** Of what is served. */
    width: number;
    height: number;
    /** Of the original, upright: the canvas. */
    fullWidth: number;
    fullHeight: number;
    bytes: number;
  };
  view: {
    id: string;
    object: string;
    position: number;
    /**
     * What one asset shows alone is a canvas, a mesh too: its size is that of the poster. A scene is for several that stand
     * in one space, each by its placement's `transform`.
     */
    kind: 'canvas' | 'scene';
    label: OptionalJson<LanguageMap>;
    width: number | null;
    height: number | null;
    /** Where its annotations lie in the index of regions. */
    slot: Generated<number>;
  };
  placement: {
    key: Generated<number>;
    view: string;
    position: number;
    asset: string;
    page: Generated<number>;
    choice: number | null;
    label: OptionalJson<LanguageMap>;
    box: OptionalJson<Box>;
    transform: OptionalJson<number[]>;
  };
  collection: { id: string; label: Json<LanguageMap>; modified: Generated<Date> };
  collectionMember: { collection: string; position: number; object: string | null; child: string | null };
  activity: {
    number: Generated<number>;
    at: Generated<Date>;
    actor: string;
    type: ActivityType;
    resourceKind: 'object' | 'asset' | 'collection';
    resource: string;
    object: string | null;
    summary: string;
  };
  writer: {
    id: string;
    name: string;
    role: Role;
    kind: AgentKind;
    tokenHash: Buffer;
    created: Generated<Date>;
    /** When the token was last used, to the minute. */
    used: Date | null;
    revoked: Date | null;
  };
  session: { hash: Buffer; writer: string; kind: 'link' | 'cookie'; expires: Date };
  annotationContainer: {
    id: string;
    /** The view whose container this is; it has the view's id. */
    view: string | null;
    label: OptionalJson<LanguageMap>;
    creator: string | null;
    created: Generated<Date>;
    modified: Generated<Date>;
    /** The highest position that was given. */
    last: Generated<number>;
    /** How many of them are deleted. */
    deleted: Generated<number>;
    /** Grows with each change of what is in it. */
    revision: Generated<number>;
  };
  annotation: {
    container: string;
    id: string;
    /** From 1, dense, never changes. */
    position: number;
    version: Generated<number>;
    /** The present version, with keys in place of our own addresses: annotations/own-iris.ts. */
    body: Json<Record<string, unknown>>;
    /** The form that viewers draw, made of the body, as JSON: annotations/for-viewers.ts. */
    viewer: string | null;
    /** Whose it is. */
    writer: string;
    /** Who made the present version. */
    actor: string;
    software: OptionalJson<Software>;
    motivations: string[];
    generator: string | null;
    /** Tells a create that is sent again from another one. */
    origin: Buffer | null;
    view: string | null;
    x0: number | null;
    y0: number | null;
    z0: number | null;
    x1: number | null;
    y1: number | null;
    z1: number | null;
    /** Coarsest level of zoom on which it is drawn. */
    tier: number;
    place: ColumnType<string | null, never, never>;
    created: Date;
    modified: Date;
    deleted: Date | null;
    deletedBy: string | null;
    /** The run of a machine that it came from, and the hash of what that said. */
    run: string | null;
    said: Buffer | null;
  };
  /** What a run wrote on a view, when it last did. */
  annotationRun: { id: string; view: string; details: Json<Record<string, unknown>>; finished: Date };
  annotationJob: {
    id: string;
    /** The same for the same work: run and view together are one job. */
    run: string;
    view: string;
    /** Who is asked: workers/annotations/kinds.ts. */
    kind: string;
    parameters: Json<Record<string, unknown>>;
    state: Generated<'waiting' | 'working' | 'done' | 'failed'>;
    outcome: OptionalJson<RunOutcome>;
    problem: OptionalJson<Problem>;
    asked: Generated<Date>;
  };
  annotationVersion: {
    container: string;
    annotation: string;
    number: number;
    body: Json<Record<string, unknown>>;
    actor: string;
    software: OptionalJson<Software>;
    at: Date;
  };
  annotationText: {
    container: string;
    annotation: string;
    view: string;
    position: number;
    created: Date;
    /** Words, stems and marks: annotations/search/entry.ts. */
    terms: ColumnType<string, never, never>;
    /** Of its bodies, without markup. */
    texts: Json<string[]>;
  };
  /** Dictionaries that stemmed some of them. */
  annotationDictionary: { name: string };
  /** Those that were there before there was an index of texts, and are not in it yet. */
  annotationTextDue: { container: string; annotation: string };
}
