import type { Size } from '../../../manifests/derivatives/levels.ts';

/** A file that sharp does not read, of a format that was recognised. */
export interface Encoded {
  source: string;
  /** The task's, for what is made of it. */
  folder: string;
  read: (offset: number, length: number) => Buffer;
}

/** What the header of such a file says, and how its pages become what sharp reads. */
export interface Decodable {
  /** Of its pages, in their order, before anything is decoded. */
  sizes: readonly Size[];
  /** What the file says better than the TIFF that is made of it; `undefined` for what the TIFF makes up. */
  technical: Readonly<Record<string, string | number | boolean | undefined>>;
  warnings?: readonly string[];
  /** Writes a page (from 0) as a TIFF of this name into the task's folder. */
  decode: (page: number, name: string) => Promise<void>;
}

/** Throws UnreadableError with a reason for a curator. */
export type Decoder = (file: Encoded) => Promise<Decodable> | Decodable;
