import { fromMachine } from '../../../manifests/annotations/machine.ts';
import { finishedOn, replaceRun } from '../../../manifests/annotations/store/run.ts';
import type { RunAnnotation } from '../../../manifests/annotations/store/run.ts';
import type { Writer } from '../../../manifests/annotations/writers.ts';
import type { Db } from '../../../manifests/catalogue/open.ts';
import { imageIdentifier } from '../../../manifests/derivatives/keys.ts';
import { InvalidError, UnreadableError, VitrineError, expected } from '../../../manifests/errors.ts';
import { Urls } from '../../../manifests/presentation/urls.ts';
import { askService } from '../../../workers/services/ask.ts';
import type { ServiceAnswer } from '../../../workers/services/ask.ts';
import type { Annotated } from './outcome.ts';
import type { ShownView } from './views.ts';

export interface ServiceWork {
  db: Db;
  signal: AbortSignal;
  writer: Writer;
  /** The address by which the service reaches our images. */
  base: string;
  url: string;
  language?: string;
  /** How long one answer may take. */
  seconds: number;
  /** Views that are asked about at once. */
  jobs: number;
  /** Leave out what was done before. */
  resume: boolean;
  onDone: (annotated: Annotated) => void;
}

export interface Asked {
  object: string;
  view: ShownView;
}

/** Throws InvalidError for what is no address of a service. */
export function serviceUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new InvalidError(expected('an http or https address without a name and password', '--service', text));
  return url.href;
}

/** Asks about each view, several at once, and writes each answer as soon as it is there. One that fails fails alone. */
export async function askAbout(asked: readonly Asked[], work: ServiceWork): Promise<void> {
  const { db, resume, signal } = work;
  const done = resume
    ? await finishedOn(
        db,
        runOf(work),
        asked.map(({ view }) => view.id),
      )
    : new Set<string>();
  const queue = asked.filter(({ view }) => !done.has(view.id)).values();
  const turns = async (): Promise<void> => {
    for (const one of queue) {
      if (signal.aborted) return;
      await askOne(one, work);
    }
  };
  await Promise.all(Array.from({ length: work.jobs }, turns));
}

async function askOne({ object, view }: Asked, work: ServiceWork): Promise<void> {
  const { db, signal, base, url, language, seconds, onDone } = work;
  const urls = new Urls(base);
  const { width, height, image } = view;
  const name = `${object} ${view.id}`;
  try {
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
        ...(language !== undefined && { language }),
      },
      { seconds, signal },
    );
    const run = { id: runOf(work), details: { url, language, generator: answer.generator } };
    const outcome = await replaceRun(db, run, [view.id], new Map([[view.id, annotationsOf(answer, view, work)]]));
    onDone({ name, state: 'ready', object, ...outcome, views: 1 });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof VitrineError)) throw error;
    onDone({ name, state: 'failed', object, problem: error.message });
  }
}

/** Another version of a model at the same address replaces what the former one said. */
const runOf = ({ url, language }: ServiceWork): string =>
  `service:${url}${language === undefined ? '' : ` ${language}`}`;

async function* annotationsOf(
  { generator, annotations }: ServiceAnswer,
  view: ShownView,
  { writer, base }: ServiceWork,
): AsyncGenerator<RunAnnotation, void, undefined> {
  const at = new Date();
  const { id, name, version } = generator;
  const software = {
    ...(id !== undefined && { id }),
    type: 'Software',
    name,
    ...(version !== undefined && { softwareVersion: version }),
  };
  for (const [index, annotation] of annotations.entries()) {
    try {
      if (typeof annotation !== 'object' || annotation === null || Array.isArray(annotation))
        throw new InvalidError(expected('an annotation', `annotations[${index}]`, annotation));
      const { confidence } = annotation as { confidence?: unknown };
      if (confidence !== undefined && !(typeof confidence === 'number' && confidence >= 0 && confidence <= 1))
        throw new InvalidError(expected('a number from 0 to 1', 'confidence', confidence));
      // Who made it is what the service says of itself once, whatever single annotations say.
      yield fromMachine({ ...annotation, generator: software }, { writer, base, view, at });
    } catch (error) {
      if (!(error instanceof VitrineError)) throw error;
      throw new UnreadableError(`Annotation ${index} of the service's answer: ${error.message}`, { cause: error });
    }
  }
}
