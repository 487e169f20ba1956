import test from 'ava';
import { NotAcceptableError } from '../../../manifests/errors.ts';
import { isMatch, typeFor } from '../../../server/annotations/representation.ts';

test('the type is the one that the client likes best of ours', (t) => {
  for (const [accept, type] of [
    ['', 'application/ld+json'],
    ['*/*', 'application/ld+json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/ld+json'],
    ['application/json', 'application/json'],
    ['application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', 'application/ld+json'],
    ['application/ld+json; profile="a, b; q=0", text/turtle;q=0.5', 'application/ld+json'],
    ['text/turtle, application/ld+json;q=0.9', 'text/turtle'],
    ['text/*', 'text/turtle'],
    ['application/ld+json;q=0, */*;q=0.1', 'application/json'],
    ['TEXT/TURTLE', 'text/turtle'],
  ] as const)
    t.is(typeFor(accept), type, accept);
  for (const accept of ['image/png', 'text/html', '*/*;q=0'])
    t.throws(() => typeFor(accept), { instanceOf: NotAcceptableError }, accept);
});

test('a tag of the version matches, weak ones and those of other versions do not', (t) => {
  for (const header of ['', '*', '"2.abc"', '"1.x", "2.y.gz"']) t.true(isMatch(header, 2), header);
  for (const header of ['"1.abc"', 'W/"2.abc"', '"22.abc"', '"2"', 'nonsense']) t.false(isMatch(header, 2), header);
});
