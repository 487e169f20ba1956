import { InvalidError, expected } from '../../errors.ts';

/** An annotation that is not what it must be; `place` is the JSON pointer of the fault. */
export class AnnotationError extends InvalidError {
  readonly place: string;

  constructor(what: string, place: string, came: unknown) {
    const shown = came !== null && typeof came === 'object' ? excerpt(came) : came;
    super(expected(what, place === '' ? 'the annotation' : place, shown), { parameter: place });
    this.place = place;
  }
}

/** The beginning of an object, without writing the whole of it. */
function excerpt(came: object): string {
  if (Array.isArray(came)) return `a list of ${came.length}`;
  return `an object with ${Object.keys(came).slice(0, 5).join(', ') || 'nothing in it'}`;
}

/** RFC 6901, 3. */
export function pointer(place: string, key: string | number): string {
  return `${place}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
