import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { objReader } from '../../../../workers/meshes/read/obj.ts';
import { plyReader } from '../../../../workers/meshes/read/ply.ts';
import { stlReader } from '../../../../workers/meshes/read/stl.ts';
import type { MeshReader } from '../../../../workers/meshes/source.ts';
import { testOnData } from '../../../needs.ts';
import { asItIs, collectPath } from './collect.ts';

const DATA = process.env['VITRINE_TEST_DATA'];
const folder = DATA && join(DATA, 'hostile/mesh');
const onData = testOnData('the hostile meshes of the test data', folder && existsSync(folder));

const obj = objReader(asItIs);
const ply = plyReader(asItIs);

/** What becomes of each file: its triangles, or the reason that it is refused for. */
const FILES: Record<string, [reader: MeshReader, outcome: number | RegExp]> = {
  'assimp-OBJ__box_UTF16BE.obj': [obj, 12],
  'assimp-OBJ__number_formats.obj': [obj, 1],
  'assimp-invalid__malformed.obj': [obj, 8],
  'assimp-PLY__cube_binary.ply': [ply, 12],
  'assimp-PLY__cube_binary_starts_with_nl.ply': [ply, 12],
  'assimp-PLY__payload_JVN42386607': [ply, 40],
  'assimp-invalid__crash-30d6d0f7c529b3b66b4131700b7a4580cd7082df.ply': [ply, /header of the PLY file does not end/],
  'pdal-issue_2421.ply': [ply, /cloud of 1 points/],
  'tri-points_emptyface.ply': [ply, /cloud of 1024 points/],
  'assimp-STL__triangle_with_two_solids.stl': [stlReader, 2],
  'tri-busted.STL': [stlReader, 3878],
};
for (const [name, [reader, outcome]] of Object.entries(FILES)) {
  onData(`${name} ends in ${outcome instanceof RegExp ? 'a reason' : `${outcome} triangles`}`, async (t) => {
    const reading = collectPath(reader, join(folder!, name));
    if (outcome instanceof RegExp) await t.throwsAsync(reading, { instanceOf: UnreadableError, message: outcome });
    else t.is((await reading).triangles, outcome);
  });
}

test('every reader refuses an empty file with a reason', async (t) => {
  for (const reader of [obj, ply, stlReader]) {
    await t.throwsAsync(collectPath(reader, '/dev/null'), { instanceOf: UnreadableError });
  }
});
