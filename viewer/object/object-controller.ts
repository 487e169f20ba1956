import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { record, records, string } from '../iiif/json.ts';
import { readManifest, type Manifest } from '../iiif/manifest.ts';
import { readAssetEvent } from '../work/events.ts';
import { isFinished } from '../work/assets.ts';
import { WorkController } from '../work/work-controller.ts';

export interface Original {
  name: string;
  url: string;
  bytes: number | null;
}

/** An object as its pages know it: the manifest, the work that still goes on, the originals. Updates its host. */
export class ObjectController implements ReactiveController {
  /** Null until it is there; an object being worked on for the first time may have none yet. */
  manifest: Manifest | null = null;
  /** The HTTP status that says why there is nothing to show; 0 when the server did not answer. */
  failure: number | null = null;
  originals: readonly Original[] = [];
  work: WorkController | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #id: string;

  /** `id` as it stands in the address, still percent-encoded. */
  constructor(host: ReactiveControllerHost, id: string) {
    this.#host = host;
    this.#id = id;
    host.addController(this);
  }

  get manifestUrl(): string {
    return `${location.origin}/iiif/presentation/3/manifests/${this.#id}`;
  }

  hostConnected(): void {
    void this.load();
  }

  async load(): Promise<void> {
    this.failure = null;
    const [manifest, object] = await Promise.all([fetchJson(this.manifestUrl), fetchJson(`/api/objects/${this.#id}`)]);
    if (manifest.ok) this.manifest = readManifest(manifest.json);
    if (object.ok) this.#readObject(object.json);
    if (!manifest.ok && !object.ok) this.failure = manifest.status;
    this.#host.requestUpdate();
  }

  #readObject(json: unknown): void {
    const { label, assets } = record(json);
    const events = records(assets).map((asset) => readAssetEvent({ label, object: this.#id, ...asset }));
    this.originals = records(assets).flatMap((asset) => {
      const url = string(asset['original']);
      const bytes = typeof asset['bytes'] === 'number' ? asset['bytes'] : null;
      return url === null ? [] : [{ url, bytes, name: string(asset['name']) ?? url }];
    });
    const known = events.filter((event) => event !== null);
    // An object at rest holds no connection open.
    if (this.work === null && known.some((event) => !isFinished(event))) {
      const url = `/api/events?object=${this.#id}`;
      this.work = new WorkController(this.#host, url, () => void this.load());
    }
    this.work ??= new WorkController(this.#host, null, () => {});
    for (const event of known) this.work.hear(event);
  }
}

type Answer = { ok: true; json: unknown } | { ok: false; status: number };

async function fetchJson(url: string): Promise<Answer> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    return response.ok ? { ok: true, json: await response.json() } : { ok: false, status: response.status };
  } catch {
    return { ok: false, status: 0 };
  }
}
