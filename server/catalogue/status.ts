import type { Db } from '../../manifests/catalogue/open.ts';
import { readableStates } from '../../manifests/catalogue/access.ts';
import type { AssetState, LanguageMap, Problem } from '../../manifests/catalogue/schema.ts';

/** How an asset fares, as the pages show it. */
export interface AssetStatus {
  object: string;
  label: LanguageMap;
  asset: string;
  name: string;
  state: AssetState;
  /** A code: waiting, copying, reading, partition, leaves, borders, tiling, preview, sizes, checking, storing. Null when nothing is being done. */
  step: string | null;
  /** 0…1, null where unknown. */
  progress: number | null;
  problem: Problem | null;
  /** What was found in a file that is ready, in sentences. */
  warnings: string[];
}

interface Filter {
  asset?: string;
  /** Key of an object. */
  object?: string;
  unfinished?: boolean;
  limit?: number;
}

/** The assets of readable objects, in the order in which they came. */
export async function assetStatuses(db: Db, { asset, object, unfinished, limit }: Filter): Promise<AssetStatus[]> {
  let query = db
    .selectFrom('asset')
    .innerJoin('object', 'object.key', 'asset.object')
    .select(['asset.id', 'asset.name', 'asset.state', 'asset.problem', 'asset.warnings'])
    .select(['object.id as object', 'object.label'])
    .where('object.state', 'in', readableStates('public'))
    .orderBy('asset.created');
  if (asset !== undefined) query = query.where('asset.id', '=', asset);
  if (object !== undefined) query = query.where('asset.object', '=', object);
  if (unfinished) query = query.where('asset.state', 'in', ['waiting', 'working']);
  if (limit !== undefined) query = query.limit(limit);
  const rows = await query.execute();
  return rows.map(({ id, name, state, problem, warnings, object: objectId, label }) => ({
    object: objectId,
    label,
    asset: id,
    name,
    state,
    step: state === 'waiting' ? 'waiting' : null,
    progress: null,
    problem,
    warnings: state === 'ready' ? warnings : [],
  }));
}
