import { record, string } from '../iiif/json.ts';
import { readLanguageMap } from '../iiif/language.ts';
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

/**
 * Listens for news of assets until `signal` aborts. A browser grants one host six connections over HTTP/1.1, so a page that
 * nobody looks at lets go of its own; the server tells where everything stands on every connection, so nothing is missed.
 */
export function listen(url: string, heard: (event: AssetEvent) => void, signal: AbortSignal): void {
  let source: EventSource | null = null;
  const hear = (message: MessageEvent<string>): void => {
    const event = readAssetEvent(JSON.parse(message.data));
    if (event !== null) heard(event);
  };
  const follow = (): void => {
    if (document.hidden || signal.aborted) {
      source?.close();
      source = null;
    } else if (source === null) {
      source = new EventSource(url);
      source.addEventListener('asset', hear);
    }
  };
  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', follow);
  follow();
}
