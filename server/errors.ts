import type { VitrineError } from '../manifests/errors.ts';
import * as errors from '../manifests/errors.ts';

/** The one table from kinds of failure to HTTP statuses (RFC 9110, 15). */
const STATUS = new Map<unknown, number>([
  [errors.InvalidError, 400],
  [errors.UnauthorizedError, 401],
  [errors.ForbiddenError, 403],
  [errors.NotFoundError, 404],
  [errors.UnsupportedMethodError, 405],
  [errors.NotAcceptableError, 406],
  [errors.ConflictError, 409],
  [errors.GoneError, 410],
  [errors.StaleError, 412],
  [errors.TooLargeError, 413],
  [errors.MediaTypeError, 415],
  [errors.LimitError, 413],
  [errors.UnreadableError, 422],
  [errors.DamagedError, 500],
  [errors.UnsupportedError, 501],
  [errors.OverloadError, 503],
]);

/** Of the error's class, or of the nearest that it is made of. */
export function statusOf(error: VitrineError): number {
  for (let kind: unknown = error.constructor; typeof kind === 'function'; kind = Object.getPrototypeOf(kind)) {
    const status = STATUS.get(kind);
    if (status !== undefined) return status;
  }
  return 500;
}
