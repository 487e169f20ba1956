import { InvalidError } from '../../manifests/errors.ts';
import type { ImageHandler, ImageParts } from './parts.ts';
import { resolve } from './resolve.ts';
import { sendDocument } from './send-document.ts';
import type { Version } from './versions.ts';

/** One version of the Image API: `{identifier}` with `info.json` or a request for pixels after it. */
export function iiifHandler(version: Version, { find, limits, baseUrl, sendImage }: ImageParts): ImageHandler {
  const profile = `<${version.profile}>;rel="profile"`;
  return async (ctx, identifier, rest) => {
    const image = await find(identifier, ctx);
    const id = version.id(baseUrl(ctx), identifier);
    if (rest === '') {
      ctx.status = 303;
      ctx.set({ Location: `${id}/info.json`, 'Access-Control-Allow-Origin': '*' });
    } else if (rest === 'info.json') {
      const text = JSON.stringify(version.info(id, await image.open(), limits, image.rights));
      const accepted = ctx.accepts(...version.types) || version.types[0];
      const type = accepted === 'application/json' ? accepted : version.linkedType;
      sendDocument(ctx, { type, text, headers: { Vary: 'Accept', Link: profile } });
    } else {
      const request = version.parse(rest);
      if (!request.ok) throw new InvalidError(request.message);
      const asked = resolve(request, image, limits);
      if (!asked.ok) throw new InvalidError(asked.message);
      const canonical = version.canonical(asked, image, limits);
      await sendImage(ctx, image, asked, canonical, `${profile}, <${id}/${canonical}>;rel="canonical"`);
    }
  };
}
