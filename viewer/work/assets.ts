import type { LanguageMap } from '../iiif/language.ts';

export interface Problem {
  code: string;
  message: string;
}

/** Where a source file stands, as `/api/events` tells it. */
export interface AssetEvent {
  object: string;
  label: LanguageMap;
  asset: string;
  name: string;
  state: 'waiting' | 'working' | 'ready' | 'failed';
  step: string | null;
  progress: number | null;
  problem: Problem | null;
}

/** The files of one object together. */
export interface ObjectWork {
  object: string;
  label: LanguageMap;
  assets: readonly AssetEvent[];
  ready: number;
  failed: readonly AssetEvent[];
  /** The file being worked on, or the first that waits. */
  current: AssetEvent | null;
  /** 0 to 1 over all files of the object that are known. */
  progress: number;
}

export function isFinished(asset: AssetEvent): boolean {
  return asset.state === 'ready' || asset.state === 'failed';
}

/** Sums up by object those that still have something to tell: work going on, or a failure. */
export function summarise(assets: Iterable<AssetEvent>): ObjectWork[] {
  const objects = Map.groupBy(assets, (asset) => asset.object);
  return [...objects.values()].map(summariseObject).filter((work) => work.current !== null || work.failed.length > 0);
}

function summariseObject(assets: readonly AssetEvent[]): ObjectWork {
  const done = assets.reduce((sum, asset) => sum + (isFinished(asset) ? 1 : (asset.progress ?? 0)), 0);
  return {
    object: assets[0]?.object ?? '',
    label: assets[0]?.label ?? {},
    assets,
    ready: assets.filter((asset) => asset.state === 'ready').length,
    failed: assets.filter((asset) => asset.state === 'failed'),
    current:
      assets.find((asset) => asset.state === 'working') ?? assets.find((asset) => asset.state === 'waiting') ?? null,
    progress: assets.length === 0 ? 0 : done / assets.length,
  };
}
