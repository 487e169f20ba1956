import { imageIdentifier } from '../../manifests/derivatives/keys.ts';
import { InvalidError, UnreadableError, expected } from '../../manifests/errors.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { askService } from './ask-service.ts';
import type { ServiceAnswer, ServiceRegion } from './ask-service.ts';
import type { Sayer } from './sayer.ts';

/** What `vitrine annotate --service` asks for. */
export interface ServiceParameters {
  url: string;
  /** The address by which the service reaches our images. */
  base: string;
  language?: string;
  region?: ServiceRegion;
}

/** Another version of a model at the same address replaces what the former one said of the same part. */
export const serviceRun = ({ url, language, region }: ServiceParameters): string =>
  ['service:', url, language && ` ${language}`, region && ` ${xywh(region)}`].filter(Boolean).join('');

const xywh = ({ x, y, width, height }: ServiceRegion): string => [x, y, width, height].join(',');

/** Asks a model of the institution's own: docs/model-services.md. */
export const serviceSays: Sayer = async (view, parameters, { seconds, serviceToken: token }, signal) => {
  const { url, base, language, region } = parameters as unknown as ServiceParameters;
  const urls = new Urls(base);
  const { width, height, image } = view;
  if (region && (region.x + region.width > width || region.y + region.height > height))
    throw new InvalidError(expected(`a part of the view of ${width} by ${height}`, '--region', xywh(region)));
  const answer = await askService(
    url,
    {
      view: { id: urls.canvas(view.id), width, height },
      image: {
        id: urls.image(imageIdentifier(image.asset, image.page)),
        type: 'ImageService3',
        width: image.width,
        height: image.height,
      },
      ...(region && { region }),
      ...(language !== undefined && { language }),
    },
    { seconds, signal, token },
  );
  return {
    base,
    details: { url, language, region, generator: answer.generator },
    annotations: annotationsOf(answer),
  };
};

function* annotationsOf({ generator, annotations }: ServiceAnswer): Generator<unknown, void, undefined> {
  const { id, name, version } = generator;
  const software = {
    ...(id !== undefined && { id }),
    type: 'Software',
    name,
    ...(version !== undefined && { softwareVersion: version }),
  };
  for (const [index, annotation] of annotations.entries()) {
    if (typeof annotation !== 'object' || annotation === null || Array.isArray(annotation))
      throw new UnreadableError(expected('an annotation', `annotations[${index}] of the answer`, annotation));
    const { confidence } = annotation as { confidence?: unknown };
    if (confidence !== undefined && !(typeof confidence === 'number' && confidence >= 0 && confidence <= 1))
      throw new InvalidError(expected('a number from 0 to 1', `annotations[${index}].confidence`, confidence));
    // Who made it is what the service says of itself once, whatever single annotations say.
    yield { ...annotation, generator: software };
  }
}
