import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';

interface TileSource {
  minLevel: number;
  maxLevel: number;
  getNumTiles(level: number): { x: number; y: number };
  getTileUrl(level: number, x: number, y: number): string;
}

interface TileSources {
  IIIFTileSource: new (options: object) => TileSource;
  DziTileSource: new (options: object) => TileSource;
}

/** Answers every property, call and construction with itself. */
const anything: object = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
  construct: () => anything,
});

/** OpenSeadragon's tile sources touch no page, but its file needs a browser's names to be read. */
export function openSeadragon(): TileSources {
  const module: { exports: Partial<TileSources> } = { exports: {} };
  const browser = {
    document: anything,
    navigator: anything,
    location: anything,
    HTMLElement: anything,
    addEventListener: anything,
    setTimeout,
    console,
    module,
  };
  const path = createRequire(import.meta.url).resolve('openseadragon');
  runInNewContext(readFileSync(path, 'utf8'), { ...browser, window: browser, self: browser });
  const { IIIFTileSource, DziTileSource } = module.exports;
  if (!IIIFTileSource || !DziTileSource) throw new Error('OpenSeadragon has not the expected tile sources');
  return { IIIFTileSource, DziTileSource };
}
