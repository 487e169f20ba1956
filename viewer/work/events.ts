import { record, string } from '../iiif/json.ts';
import { readLanguageMap } from '../iiif/language.ts';
import { followEvents } from '../ui/events.ts';
import type { AssetEvent } from './assets.ts';

const STATES = ['waiting', 'working', 'ready', 'failed'] as const;

export function readAssetEvent(value: unknown): AssetEvent | null {
  const json = record(value);
  const asset = string(json['asset'] ?? json['id']);
  const state = STATES.find((known) => known === json['state']);
  if (asset === null || state === undefined) return null;
  const problem = record(json['problem']);
  const progress = json['progress'];
  return {
    asset,
    state,
    object: string(json['object']) ?? '',
    label: readLanguageMap(json['label']),
    name: string(json['name']) ?? asset,
    step: string(json['step']),
    progress: typeof progress === 'number' ? Math.min(Math.max(progress, 0), 1) : null,
    problem:
      state === 'failed' ? { code: string(problem['code']) ?? '', message: string(problem['message']) ?? '' } : null,
  };
}

/** Listens for news of assets until `signal` aborts. */
export function listen(url: string, heard: (event: AssetEvent) => void, signal: AbortSignal): void {
  const hear = (data: unknown): void => {
    const event = readAssetEvent(data);
    if (event !== null) heard(event);
  };
  followEvents(url, 'asset', hear, signal);
}
