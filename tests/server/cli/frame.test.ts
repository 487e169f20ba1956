import test from 'ava';
import { InvalidError } from '../../../manifests/errors.ts';
import { frameOf } from '../../../server/cli/frame.ts';

test("units come by name or in metres, and the file's own come back", (t) => {
  t.is(frameOf({}), undefined);
  t.deepEqual(frameOf({ asset: 'a1', unit: 'mm' }), { asset: 'a1', change: { unit: 0.001 } });
  t.deepEqual(frameOf({ asset: 'a1', unit: 'in', up: 'z' }), { asset: 'a1', change: { unit: 0.0254, up: 'z' } });
  t.deepEqual(frameOf({ asset: 'a1', unit: '0.5' }), { asset: 'a1', change: { unit: 0.5 } });
  t.deepEqual(frameOf({ asset: 'a1', unit: 'file', up: 'file' }), { asset: 'a1', change: { unit: null, up: null } });
});

test('what is no unit, no axis, or of no asset is said', (t) => {
  for (const [values, reason] of [
    [{ asset: 'a1', unit: 'mile' }, /for --unit but received "mile"/],
    [{ asset: 'a1', unit: '0' }, /--unit/],
    [{ asset: 'a1', unit: 'constructor' }, /--unit/],
    [{ asset: 'a1', up: 'up' }, /x, y, z or file for --up/],
    [{ unit: 'mm' }, /name it with --asset/],
    [{ asset: 'a1' }, /Say --unit or --up/],
  ] as const)
    t.throws(() => frameOf(values), { instanceOf: InvalidError, message: reason });
});
