import { InvalidError, NotFoundError } from '../../manifests/errors.ts';
import { CORS } from '../http/cors.ts';
import type { ImageHandler, ImageParts } from './parts.ts';
import type { Fault } from './request.ts';
import { resolve } from './resolve.ts';
import { sendDocument } from './send-document.ts';
import type { Version } from './versions.ts';

/** One version of the Image API: `{identifier}` with `info.json` or a request for pixels after it. */
export function iiifHandler(version: Version, { find, offer, baseUrl, sendImage }: ImageParts): ImageHandler {
  const profile = `<${version.profile}>;rel="profile"`;
  return async (ctx, identifier, rest) => {
    const image = await find(identifier, ctx);
    const id = version.id(baseUrl(ctx), identifier);
    if (rest === '') {
      ctx.status = 303;
      ctx.set({ Location: `${id}/info.json`, ...CORS });
    } else if (rest === 'info.json') {
      const text = JSON.stringify(version.info(id, await image.open(), offer, image));
      const accepted = ctx.accepts(...version.types) || version.types[0];
      const type = accepted === 'application/json' ? accepted : version.linkedType;
      sendDocument(ctx, {
        type,
        text,
        modified: image.modified?.description,
        headers: { Vary: 'Accept', Link: profile },
      });
    } else {
      const request = version.parse(rest, offer.formats);
      if (!request.ok) throw refusal(request, version);
      const asked = resolve(request, image, offer.limits);
      if (!asked.ok) throw refusal(asked, version);
      const canonical = version.canonical(asked, image, offer.limits);
      await sendImage(ctx, image, asked, `${profile}, <${id}/${canonical}>;rel="canonical"`);
    }
  };
}

function refusal({ message, parameter, beyondLimits }: Fault, { statusBeyondLimits }: Version): Error {
  const Refusal = beyondLimits && statusBeyondLimits === 404 ? NotFoundError : InvalidError;
  return new Refusal(message, { parameter });
}
