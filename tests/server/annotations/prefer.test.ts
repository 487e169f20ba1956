import test from 'ava';
import { preferenceOf } from '../../../server/annotations/prefer.ts';

const OA = 'http://www.w3.org/ns/oa#';
const MINIMAL = 'http://www.w3.org/ns/ldp#PreferMinimalContainer';

test('preferences are read in every form that the header may have', (t) => {
  for (const [header, minimal, contained, applied] of [
    ['', false, 'descriptions', false],
    [`return=representation;include="${MINIMAL}"`, true, 'descriptions', true],
    [`return=representation; include="${OA}PreferContainedIRIs"`, false, 'iris', true],
    [`respond-async, return=representation; include="${MINIMAL} ${OA}PreferContainedIRIs"`, true, 'iris', true],
    [`return=representation; omit="x"; include="${OA}PreferContainedDescriptions"`, false, 'descriptions', true],
    ['return=minimal', false, 'descriptions', false],
    [`include="${MINIMAL}"`, false, 'descriptions', false],
  ] as const)
    t.deepEqual(preferenceOf(header), { minimal, contained, applied }, header);
});
