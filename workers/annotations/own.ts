import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { pyramidKey } from '../../manifests/derivatives/keys.ts';
import { InvalidError } from '../../manifests/errors.ts';
import { readDefects } from '../../manifests/meshes/defects.ts';
import { meshNumbers } from '../../manifests/meshes/numbers.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { VERSION } from '../../manifests/version.ts';
import { annotationsOfTwin } from './measures.ts';
import { annotationOfPalette } from './palette-annotation.ts';
import { paletteOf } from './palette.ts';
import { reducedPixels } from './reduced.ts';
import { NO_ADDRESS } from './sayer.ts';
import type { Said, Sayer } from './sayer.ts';

// What Vitrine says of a view by itself, without a model.

const GENERATOR = { type: 'Software', name: 'Vitrine', softwareVersion: VERSION };

/** The colours of an image. */
export const paletteSays: Sayer = async ({ id, kind, image }, _parameters, { storage }) => {
  if (kind !== 'image') throw new InvalidError('It shows no image, so there is no palette of it');
  const pyramid = await openPyramid(storage, pyramidKey(image.asset, image.generation, image.page));
  return said(image, [annotationOfPalette(iriOf(id), paletteOf(await reducedPixels(pyramid)))]);
};

/** Measures of a twin, and where it is broken. */
export const measuresSay: Sayer = async ({ id, kind, image, technical }, _parameters, { storage }) => {
  if (kind !== 'mesh') throw new InvalidError('It shows no twin, so there is nothing to be measured');
  const defects = await readDefects(storage, image.asset, image.generation);
  return said(image, annotationsOfTwin(iriOf(id), meshNumbers(technical), defects));
};

const iriOf = (view: string): string => new Urls(NO_ADDRESS).canvas(view);

const said = (
  { asset, generation }: { asset: string; generation: number },
  annotations: Iterable<Record<string, unknown>>,
): Said => ({
  base: NO_ADDRESS,
  details: { generator: GENERATOR, asset, generation },
  annotations: Array.from(annotations, (annotation) => ({ ...annotation, generator: GENERATOR })),
});
