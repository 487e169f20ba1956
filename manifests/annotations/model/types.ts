/** The vocabulary of https://www.w3.org/TR/annotation-model/, read: lists are always lists, and what may be an IRI is an object. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A person, a program or an audience: its `id` is checked, the rest is kept as it came. */
export type Agent = JsonObject;

/**
 * A selector with its `type`, checked by kind: SVG is written anew, WKT and `xywh` have been understood. `refinedBy` is a
 * list; a selector that is elsewhere has an `id` only.
 */
export type Selector = JsonObject;

/** TimeState, HttpRequestState, or one that is elsewhere. */
export type State = JsonObject;

/** What bodies, targets and annotations alike may say of themselves (3.2 to 3.3, 4.1). */
export interface Described {
  id?: string;
  format?: string[];
  language?: string[];
  processingLanguage?: string;
  textDirection?: string;
  accessibility?: string[];
  purpose?: string[];
  rights?: string[];
  canonical?: string;
  via?: string[];
  created?: string;
  modified?: string;
  generated?: string;
  creator?: Agent[];
  generator?: Agent[];
  audience?: JsonObject[];
  /** Properties of other vocabularies, plain JSON. */
  extensions?: JsonObject;
}

/** Something that has its own address (3.2.1). */
export interface External extends Described {
  kind: 'external';
  id: string;
  /** `Image`, `Video`, `Canvas`, `Scene`… */
  types?: string[];
}

/** Text that the annotation itself holds (3.2.4); HTML has been made harmless. */
export interface Text extends Described {
  kind: 'text';
  value: string;
  types?: string[];
}

/** A part, state or role of something (4). */
export interface Specific extends Described {
  kind: 'specific';
  source: Resource;
  selector?: Selector[];
  state?: State[];
  styleClass?: string[];
  renderedVia?: JsonObject[];
  scope?: JsonObject[];
}

/** Several resources, as alternatives or together (3.2.7, 5.1 to 5.4). */
export interface Group extends Described {
  kind: 'group';
  type: 'Choice' | 'Composite' | 'List' | 'Independents';
  items: Resource[];
}

export type Resource = External | Text | Specific | Group;

export interface Annotation extends Described {
  body: Resource[];
  /** Whether a single body stands in a list. It means the same, but Mirador's editor opens what it has made in no other form. */
  bodyIsList?: true;
  target: Resource[];
  motivation: string[];
  stylesheet?: JsonObject;
  /** Types besides `Annotation`. */
  types?: string[];
  /** Contexts besides those of the W3C and IIIF: without them, extensions would lose their meaning. */
  contexts?: Json[];
}

/** A page of annotations as it is read: its items, and the rest of what it says (6.2). */
export interface AnnotationPage {
  type: 'AnnotationPage';
  id?: string;
  items: Annotation[];
  properties: JsonObject;
  contexts?: Json[];
}

/** A collection as it is read; it holds no annotation itself (6.1). */
export interface AnnotationCollection {
  type: 'AnnotationCollection';
  id?: string;
  first?: AnnotationPage | string;
  properties: JsonObject;
  contexts?: Json[];
}
