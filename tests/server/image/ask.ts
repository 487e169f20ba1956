import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { plan } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { transform } from '../../../server/image/transform.ts';
import { OFFER } from './requests.ts';

/** The bytes that the server makes of a pyramid for `{region}/{size}/{rotation}/{quality}.{format}`. */
export async function ask(pyramid: Pyramid, path: string): Promise<Buffer> {
  const request = parse3(path, OFFER.formats);
  const resolved = request.ok ? resolve(request, pyramid, OFFER.limits) : request;
  if (!resolved.ok) throw new Error(`${path}: ${resolved.message}`);
  const how = plan(resolved, pyramid);
  if (how.kind === 'tile') return pyramid.tile(how.level, how.column, how.row);
  if (how.kind === 'whole') return pyramid.whole(how.level);
  return transform(how, pyramid, 60);
}
