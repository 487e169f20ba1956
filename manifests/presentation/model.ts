import type { SpecificationBehaviors, ViewingDirection } from '@iiif/presentation-3';
import type { Region, Size } from '../derivatives/levels.ts';
import type { MeshNumbers } from '../meshes/numbers.ts';

/** What IIIF documents are made of: plain data, as the catalogue reads it for somebody who may see it. */

/** Words in a language that nobody noted, or by language tag (BCP 47), `none` where there is none. */
export type Text = string | Readonly<Record<string, readonly string[]>>;

export interface Pair {
  label: Text;
  /** May hold HTML when it begins with `<` and ends with `>`. */
  value: Text;
}

/** A person or an institution that provides an object. */
export interface Provider {
  /** An IRI. */
  id: string;
  label: Text;
  /** A page of theirs. */
  homepage?: string;
  /** An image's URL. */
  logo?: string;
}

/** An object of the catalogue. Becomes a Manifest. */
export interface TwinObject {
  /** Its slug. */
  id: string;
  label: Text;
  /** May hold HTML, as a metadata value may. */
  summary?: Text;
  metadata?: readonly Pair[];
  /** A URI of Creative Commons, RightsStatements.org or a registered extension. */
  rights?: string;
  requiredStatement?: Pair;
  provider?: readonly Provider[];
  /** XSD dateTime with a time zone, best `…Z`. */
  navDate?: string;
  behavior?: readonly SpecificationBehaviors[];
  viewingDirection?: ViewingDirection;
  /** Whether anything is said on it that could be found: viewers show a search wherever one is offered. */
  searchable?: boolean;
  views: readonly View[];
}

/** One canvas, or one scene, of an object. */
export interface View {
  id: string;
  kind: 'canvas' | 'scene';
  label?: Text;
  /** Pixels of the canvas; unknown until the first of its assets is ready. */
  size?: Size;
  /** Only those whose asset is ready. */
  placements: readonly Placement[];
}

/** An image on a canvas, or the poster of a mesh. */
export interface Placement extends ImageOf {
  asset: string;
  /** Where on the canvas; everywhere, if not said. */
  box?: Region;
  /** Placements of the same choice are alternatives: one of them is shown at a time. */
  choice?: string;
  /** What an alternative is called. */
  label?: Text;
  /** Given where its rights allow the download. */
  original?: Original;
  mesh?: Mesh;
}

export interface Mesh {
  numbers: MeshNumbers;
  /** Given where its rights allow the download: a mesh that may be had is painted itself, else its poster is. */
  twin?: Twin;
}

/** The files of a mesh that viewers load. */
export interface Twin {
  modelBytes: number;
  /** Of the tileset as one file; absent where that is not to be had. */
  archiveBytes?: number;
}

/** An image of the image service: `identifier` is `{asset}`, or `{asset}~{page}`; the size is its own. */
export interface ImageOf extends Size {
  identifier: string;
}

export interface Original {
  label: Text;
  mediaType: string;
  bytes: number;
}

/** Becomes a Collection. */
export interface CollectionOf {
  id: string;
  label: Text;
  summary?: Text;
  /** The collections that hold this one. */
  partOf?: readonly { id: string; label: Text }[];
  members: readonly Member[];
}

export interface Member {
  kind: 'object' | 'collection';
  id: string;
  label: Text;
  thumbnail?: ImageOf;
  navDate?: string;
}
