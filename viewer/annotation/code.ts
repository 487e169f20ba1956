/** Everything of annotations that is fetched when they are first wanted. */
import './panel.ts';

export { ImageLayer } from './image-layer.ts';
export { Session } from './session.ts';
export { TwinLayer } from './twin-layer.ts';
