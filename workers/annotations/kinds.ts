import type { ShownView } from '../../manifests/annotations/shown-views.ts';
import type { AnnotationContext } from './context.ts';
import { serviceSays } from './service.ts';

/** What a machine says of a view: annotations as they would come over HTTP, and what it was done with. */
export interface Said {
  /** The address under which they name the view; what is stored has keys in its place. */
  base: string;
  details: Record<string, unknown>;
  annotations: Iterable<unknown> | AsyncIterable<unknown>;
}

/**
 * Throws InvalidError, UnreadableError, LimitError or NotFoundError, in words for the curator, where the view cannot be
 * annotated; anything else is tried again.
 */
export type Sayer = (
  view: ShownView,
  parameters: Record<string, unknown>,
  context: AnnotationContext,
  signal: AbortSignal,
) => Promise<Said>;

/** For those that need no address by which we are reached. */
export const NO_ADDRESS = 'http://vitrine.invalid';

/** Who can be asked, by the kind of their jobs. */
export const KINDS: Readonly<Record<string, Sayer>> = {
  service: serviceSays,
};
