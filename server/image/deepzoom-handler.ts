import { NotFoundError } from '../../manifests/errors.ts';
import { deepZoomDocument, deepZoomTile } from './deepzoom.ts';
import type { ImageHandler, ImageParts } from './parts.ts';
import { sendDocument } from './send-document.ts';

const DOCUMENT = '.dzi';
const TILES = '_files';

/** Deep Zoom: `{identifier}.dzi`, and its tiles at `{identifier}_files/{level}/{column}_{row}.jpg`. */
export function deepZoomHandler({ find, sendImage }: ImageParts): ImageHandler {
  return async (ctx, name, rest) => {
    if (rest === '' && name.endsWith(DOCUMENT)) {
      const image = await find(name.slice(0, -DOCUMENT.length), ctx);
      sendDocument(ctx, {
        type: 'application/xml',
        text: deepZoomDocument(image),
        modified: image.modified?.description,
      });
    } else if (name.endsWith(TILES)) {
      const image = await find(name.slice(0, -TILES.length), ctx);
      const asked = deepZoomTile(rest, image);
      if (!asked) throw new NotFoundError(`There is no tile ${JSON.stringify(rest)} of this image`);
      await sendImage(ctx, image, asked);
    } else {
      throw new NotFoundError(`There is nothing at ${JSON.stringify(ctx.path)}`);
    }
  };
}
