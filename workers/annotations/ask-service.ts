import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidError, LimitError, UnreadableError } from '../../manifests/errors.ts';

/** What a service is asked: docs/model-services.md. */
export interface ServiceRequest {
  /** IRI of the view; what the annotations are to be on. Its size is the unit of their regions. */
  view: { id: string; width: number; height: number };
  /** An IIIF image service, and the size of the image in full. */
  image: { id: string; type: 'ImageService3'; width: number; height: number };
  /** What part of the view it is asked about, where not about all of it. */
  region?: ServiceRegion;
  /** A BCP 47 tag, where it is known. */
  language?: string;
}

/** In units of the view. */
export interface ServiceRegion {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ServiceAnswer {
  generator: { name: string; version?: string; id?: string };
  annotations: unknown[];
}

export interface AskOptions {
  /** How long one answer may take. */
  seconds: number;
  signal: AbortSignal;
  /** What it knows us by. */
  token?: string | undefined;
  /** Before the second try; doubled before each further one. */
  pauseMs?: number;
}

const PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const TRIES = 4;
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_ANNOTATIONS = 100_000;
/** Not now: what a service says that is starting, busy or behind a gateway that is. */
const AGAIN = new Set([429, 502, 503, 504]);

/**
 * Asks a service about one view, and again where it cannot be reached or says that it has no time. Throws InvalidError for
 * what it refuses, UnreadableError for an answer that is none, and LimitError for one that is too large or too late.
 */
export async function askService(
  url: string,
  request: ServiceRequest,
  { seconds, signal, token, pauseMs = PAUSE_MS }: AskOptions,
): Promise<ServiceAnswer> {
  for (let tries = 1, pause = pauseMs; ; tries++, pause *= 2) {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
    const tried = await tryOnce(url, request, token, inTime).catch((error: unknown) => {
      if (signal.aborted) throw signal.reason;
      if ((error as Error).name === 'TimeoutError')
        throw new LimitError(`The service took longer than ${seconds} seconds (--job-seconds), and was given up.`);
      if (!(error instanceof TypeError)) throw error;
      return { trouble: reasonOf(error), after: 0 };
    });
    if ('answer' in tried) return readAnswer(tried.answer);
    if (tries === TRIES)
      throw new InvalidError(`The service at ${url} could not be used, tried ${TRIES} times: ${tried.trouble}`);
    await sleep(Math.min(LONGEST_PAUSE_MS, Math.max(pause, tried.after)), undefined, { signal });
  }
}

type Tried = { answer: string } | { trouble: string; after: number };

async function tryOnce(
  url: string,
  request: ServiceRequest,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Tried> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(request),
    // Where it is, its curator has said.
    redirect: 'error',
    signal,
  });
  const text = await textOf(response);
  if (response.ok) return { answer: text };
  const said = `it answered ${response.status}: ${sentence(text)}`;
  if (!AGAIN.has(response.status)) throw new InvalidError(`The service refused the view: ${said}`);
  const after = Number(response.headers.get('Retry-After'));
  return { trouble: said, after: Number.isFinite(after) ? after * 1000 : 0 };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new LimitError(`The service answered with more than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `{"error":{"message"}}`, as our own errors are, or what else it said. */
function sentence(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    if (typeof error?.message === 'string') return error.message.slice(0, 300);
  } catch {
    // No JSON: words.
  }
  return text.trim().slice(0, 300) || 'nothing';
}

function readAnswer(text: string): ServiceAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableError(`The service's answer is not JSON: ${(cause as Error).message}`, { cause });
  }
  const { generator, annotations } = (answer ?? {}) as { generator?: Record<string, unknown>; annotations?: unknown };
  const { name, version, id } = generator ?? {};
  if (typeof name !== 'string' || name.trim() === '')
    throw new UnreadableError('The service does not say who it is: Expected a text in generator.name of its answer');
  if (!Array.isArray(annotations))
    throw new UnreadableError('Expected a list in annotations of the service’s answer, an empty one if need be');
  if (annotations.length > MOST_ANNOTATIONS)
    throw new LimitError(
      `The service made ${annotations.length} annotations of one view; ${MOST_ANNOTATIONS} are the most.`,
    );
  return {
    generator: {
      name,
      ...(typeof version === 'string' && { version }),
      ...(typeof id === 'string' && { id }),
    },
    annotations,
  };
}

/** `fetch` wraps what the network said. */
const reasonOf = ({ message, cause }: Error): string =>
  cause instanceof Error && cause.message !== '' ? cause.message : message;
