import type { Size } from '../derivatives/levels.ts';
import { LIMITS, largestSize } from '../derivatives/limits.ts';
import type { Limits } from '../derivatives/limits.ts';

/**
 * The public addresses of our resources, all in one place, and how the images at them are given. Made from a base URL
 * when a document is written, never stored.
 */
export class Urls {
  /** `https://example.org` or `https://example.org/prefix`, without a slash at its end. */
  readonly base: string;
  readonly limits: Limits;
  /** What the image services can do: the compliance level of Image API 3.0. */
  readonly imageProfile: 'level2' | 'level0' = 'level2';

  constructor(base: string, limits: Limits = LIMITS) {
    this.limits = limits;
    this.base = base.endsWith('/') ? base.slice(0, -1) : base;
  }

  manifest(object: string): string {
    return `${this.base}/iiif/presentation/3/manifests/${encodeURIComponent(object)}`;
  }

  collection(collection: string): string {
    return `${this.base}/iiif/presentation/3/collections/${encodeURIComponent(collection)}`;
  }

  /** The same in every version of a document, so that no annotation's target depends on one. */
  canvas(view: string): string {
    return `${this.base}/iiif/canvas/${encodeURIComponent(view)}`;
  }

  /** What a twin's annotations are on in Presentation 4. */
  scene(view: string): string {
    return `${this.base}/iiif/scene/${encodeURIComponent(view)}`;
  }

  /** The base URI of an image service: `{asset}`, or `{asset}~{page}` for one page of several. */
  image(identifier: string): string {
    return `${this.base}/iiif/image/3/${encodeURIComponent(identifier)}`;
  }

  /** What an image service gives for `full/max`. */
  largest(image: Size): Size {
    return largestSize(image, this.limits);
  }

  original(asset: string): string {
    return `${this.base}/originals/${encodeURIComponent(asset)}`;
  }

  /** A mesh as a plain GLB of bounded size. */
  model(asset: string): string {
    return `${this.#twin(asset)}/model.glb`;
  }

  /** A mesh in 3D Tiles: what streams it loads this. */
  tileset(asset: string): string {
    return `${this.#twin(asset)}/tileset.json`;
  }

  /** The same as one file. */
  tilesetArchive(asset: string): string {
    return `${this.#twin(asset)}/tileset.3tz`;
  }

  #twin(asset: string): string {
    return `${this.base}/twins/${encodeURIComponent(asset)}`;
  }

  object(object: string): string {
    return `${this.base}/objects/${encodeURIComponent(object)}`;
  }

  embed(object: string): string {
    return `${this.base}/embed/${encodeURIComponent(object)}`;
  }

  /** The container of containers. */
  annotations(): string {
    return `${this.base}/annotations/`;
  }

  /** Of a view, by its id, or of a project. */
  annotationContainer(container: string): string {
    return `${this.annotations()}${encodeURIComponent(container)}/`;
  }

  annotation(container: string, annotation: string): string {
    return `${this.annotationContainer(container)}${encodeURIComponent(annotation)}`;
  }

  annotationVersions(container: string, annotation: string): string {
    return `${this.annotation(container, annotation)}/versions/`;
  }

  annotationVersion(container: string, annotation: string, version: number): string {
    return `${this.annotationVersions(container, annotation)}${version}`;
  }

  /** The annotations of a view for viewers, by version of the Presentation API; undefined where nobody answers there. */
  annotationPage(view: string, version: 2 | 3 | 4 = 3): string | undefined {
    return `${this.base}/iiif/presentation/${version}/annotations/${encodeURIComponent(view)}`;
  }

  /** Content Search in what is said of an object; undefined where nobody answers there. */
  search(version: 1 | 2, object: string): string | undefined {
    return `${this.base}/iiif/search/${version}/manifests/${encodeURIComponent(object)}`;
  }

  /** Content Search in what is said of the objects of a collection. */
  searchCollection(version: 1 | 2, collection: string): string {
    return `${this.base}/iiif/search/${version}/collections/${encodeURIComponent(collection)}`;
  }

  /** Who wrote an annotation. */
  agent(writer: string): string {
    return `${this.base}/agents/${encodeURIComponent(writer)}`;
  }
}
