/** What of annotations is fetched where they are only read. */
import './card.ts';

export { ImageLayer } from './image-layer.ts';
export { Session } from './session.ts';
export { TwinLayer } from './twin-layer.ts';
