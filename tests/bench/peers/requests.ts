import { openSeadragon } from '../../server/image/openseadragon.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import zoom from './zoom.json' with { type: 'json' };
import { seeded } from '../../random.ts';
import type { Peer } from './servers.ts';

/** Paths below the image's service. Distinct ones, as many as asked for; `round` chooses others of the same kind. */
export type Requests = (image: Size, count: number, round: number) => string[];

/** Regions at random places, `from` pixels a side, shown `to` pixels wide; `cut` is what each is longer at most. */
export const regions =
  (from: number, to: number, end: string, cut = 0): Requests =>
  ({ width, height }, count, round) => {
    const random = seeded(round);
    return distinct(count, () => {
      const side = from + Math.floor(random() * (cut + 1));
      const x = Math.floor(random() * (width - side));
      const y = Math.floor(random() * (height - side));
      return `${x},${y},${side},${side}/${to},${to}/${end}`;
    });
  };

/**
 * A thumbnail of one size would come from Vitrine's cache from the second time on: these are 380 to 500 pixels wide and
 * off the image's shape by up to a tenth, and each is asked for once.
 */
export const thumbnails: Requests = ({ width, height }, count, round) => {
  const random = seeded(round);
  return distinct(count, () => {
    const w = 380 + Math.floor(random() * 121);
    const h = Math.round(((w * height) / width) * (0.9 + random() * 0.2));
    return `full/${w},${h}/0/default.jpg`;
  });
};

function distinct(count: number, next: () => string): string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(next());
  return [...found];
}

export interface AdvertisedTiles {
  aligned: string[];
  /** Cut by the image's right or lower edge. */
  edge: string[];
}

/** The tiles of a server as OpenSeadragon asks for them by its info.json, with whole paths. */
export async function advertisedTiles({ port, prefix }: Peer): Promise<AdvertisedTiles> {
  const base = `http://127.0.0.1:${port}`;
  const info = (await (await fetch(`${base}${prefix}/info.json`)).json()) as { '@context': string };
  const { IIIFTileSource } = openSeadragon();
  const version = info['@context'].includes('/3/') ? 3 : 2;
  const source = new IIIFTileSource({ ...info, _id: `${base}${prefix}`, version });
  const tiles: AdvertisedTiles = { aligned: [], edge: [] };
  const { minLevel, maxLevel } = source;
  for (let level = minLevel; level <= maxLevel; level++) {
    const { x: columns, y: rows } = source.getNumTiles(level);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const isEdge = column === columns - 1 || row === rows - 1;
        tiles[isEdge ? 'edge' : 'aligned'].push(new URL(source.getTileUrl(level, column, row)).pathname);
      }
    }
  }
  return tiles;
}

/**
 * What OpenSeadragon asked a server of the same info.json for (record-zoom.ts) while somebody zoomed and dragged. Played
 * again and again, so that from the second time on iipimage-server has the tiles in its cache, if it has one.
 */
export function recordedZoom({ name, prefix }: Peer): string[] {
  const requests: Record<string, string[]> = zoom.requests;
  return (requests[RECORDED_AS[name] ?? name] ?? []).map((path) => `${prefix}/${path}`);
}

/** Servers with the info.json of another. */
const RECORDED_AS: Readonly<Record<string, string>> = { files: 'vitrine', iipimageNoCache: 'iipimage' };
