/**
 * One class per kind of failure. `code` is stable and may be scripted against; the message is for people and says
 * what was expected, what came, and what to do. `server/errors.ts` maps classes to HTTP statuses.
 */
export abstract class VitrineError extends Error {
  abstract readonly code: string;
  /** The part of the request that is at fault (`size`, `format`), where it is one that has a name. */
  readonly parameter: string | undefined;

  constructor(message: string, options: ErrorOptions & { parameter?: string } = {}) {
    super(message, options);
    this.parameter = options.parameter;
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** A request, setting or argument that is not what it must be. */
export class InvalidError extends VitrineError {
  readonly code = 'invalid';
}

/** Nothing of that name is here, or it may not be seen. */
export class NotFoundError extends VitrineError {
  readonly code = 'not-found';
}

/** It was here and is deleted. */
export class GoneError extends VitrineError {
  readonly code = 'gone';
}

/** It takes a token to do this, and none came, or one that does not count. */
export class UnauthorizedError extends VitrineError {
  readonly code = 'unauthorized';
}

/** Who asks is known and may not do this. */
export class ForbiddenError extends VitrineError {
  readonly code = 'forbidden';
}

/** It may be done, but not as things are: the message says what comes first. */
export class ConflictError extends VitrineError {
  readonly code = 'conflict';
}

/** What was to be changed is not any more what the client last saw. */
export class StaleError extends VitrineError {
  readonly code = 'stale';
}

/** A method that there is not at this address. */
export class UnsupportedMethodError extends VitrineError {
  readonly code = 'method';
}

/** A request body in a format that is not read here. */
export class MediaTypeError extends VitrineError {
  readonly code = 'media-type';
}

/** No format that the client accepts is written here. */
export class NotAcceptableError extends VitrineError {
  readonly code = 'not-acceptable';
}

/** A request body beyond the limit. */
export class TooLargeError extends VitrineError {
  readonly code = 'too-large';
}

/** A well-formed request for something this system does not do. */
export class UnsupportedError extends VitrineError {
  readonly code = 'unsupported';
}

/** An uploaded file that cannot be made into derivatives; the message is shown to its curator. */
export class UnreadableError extends VitrineError {
  readonly code = 'unreadable';
}

/** A job that passed its limit of time, memory or pixels. */
export class LimitError extends VitrineError {
  readonly code = 'limit';
}

/** Something of ours on disk is not as we wrote it. */
export class DamagedError extends VitrineError {
  readonly code = 'damaged';
}

/** More work than the server takes on at once; to be tried again later. */
export class OverloadError extends VitrineError {
  readonly code = 'overload';
}

/** The program cannot start or go on as it was called: one sentence, no stack trace, exit code 1. */
export class StartError extends VitrineError {
  readonly code = 'start';
}

/** The one form of a validation message. `came` is quoted and cut to a length that a screen can show. */
export function expected(what: string, name: string, came: unknown): string {
  const text = typeof came === 'string' ? JSON.stringify(came) : String(came);
  return `Expected ${what} for ${name} but received ${text.length > 120 ? `${text.slice(0, 120)}…` : text}`;
}
