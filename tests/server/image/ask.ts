import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { plan } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { transform } from '../../../server/image/transform.ts';

/** The bytes that the server makes of a pyramid for `{region}/{size}/{rotation}/{quality}.{format}`. */
export async function ask(pyramid: Pyramid, path: string): Promise<Buffer> {
  const request = parse3(path);
  const resolved = request.ok ? resolve(request, pyramid, LIMITS) : request;
  if (!resolved.ok) throw new Error(`${path}: ${resolved.message}`);
  const how = plan(resolved, pyramid);
  if (how.kind === 'tile') return pyramid.tile(how.level, how.column, how.row);
  if (how.kind === 'whole') return pyramid.whole(how.level);
  return transform(how, pyramid, 60);
}
