/** Below which everything is that was made of an asset. */
export const assetFolder = (asset: string): string => `derivatives/${asset}/`;

/** Where a generation's derivatives are stored. They are never changed, only made anew as those of the next one. */
export const generationFolder = (asset: string, generation: number): string => `${assetFolder(asset)}${generation}/`;

/** Where the pyramid of a page is stored. */
export const pyramidKey = (asset: string, generation: number, page: number): string =>
  `${generationFolder(asset, generation)}${page}.zip`;

/** Where the 3D Tiles archive of a mesh is stored, and where the plain model. Its poster is its first page. */
export const tilesetKey = (asset: string, generation: number): string =>
  `${generationFolder(asset, generation)}tileset.3tz`;
export const modelKey = (asset: string, generation: number): string =>
  `${generationFolder(asset, generation)}model.glb`;

/** Where it is kept what is wrong with a mesh, and where. */
export const defectsKey = (asset: string, generation: number): string =>
  `${generationFolder(asset, generation)}defects.json`;

/** How the Image API names a page: the asset alone for its first one. */
export const imageIdentifier = (asset: string, page: number): string => (page === 1 ? asset : `${asset}~${page}`);
