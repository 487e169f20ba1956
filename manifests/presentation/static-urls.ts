import { largestReady } from '../derivatives/levels.ts';
import type { Size } from '../derivatives/levels.ts';
import { Urls } from './urls.ts';

/** The addresses of one object that was written as plain files into a folder of its own, at whose address they begin. */
export class StaticUrls extends Urls {
  override readonly imageProfile = 'level0';

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

  override annotationPage(_view: string): undefined {
    return undefined;
  }
}
