import { largestReady } from '../derivatives/levels.ts';
import type { Size } from '../derivatives/levels.ts';
import { Urls } from './urls.ts';

/** The addresses of one object that was written as plain files into a folder of its own, at whose address they begin. */
export class StaticUrls extends Urls {
  override readonly imageProfile = 'level0';
  readonly #annotated: ReadonlySet<string>;

  /** `annotated`: the views whose annotations are among the files. */
  constructor(base: string, annotated: Iterable<string> = []) {
    super(base);
    this.#annotated = new Set(annotated);
  }

  override manifest(_object: string): string {
    return `${this.base}/manifest.json`;
  }

  override canvas(view: string): string {
    return `${this.base}/canvas/${encodeURIComponent(view)}`;
  }

  override image(identifier: string): string {
    return `${this.base}/${encodeURIComponent(identifier)}`;
  }

  override object(_object: string): string {
    return `${this.base}/`;
  }

  override largest(image: Size): Size {
    return largestReady(image);
  }

  override search(_version: 1 | 2, _object: string): undefined {
    return undefined;
  }

  override annotationPage(view: string): string | undefined {
    return this.#annotated.has(view) ? `${this.base}/annotations/${encodeURIComponent(view)}.json` : undefined;
  }
}
