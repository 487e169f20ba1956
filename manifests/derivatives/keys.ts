/** Where the pyramid of a page is stored. A generation's derivatives are never changed, only made anew as the next one's. */
export const pyramidKey = (asset: string, generation: number, page: number): string =>
  `derivatives/${asset}/${generation}/${page}.zip`;

/** How the Image API names a page: the asset alone for its first one. */
export const imageIdentifier = (asset: string, page: number): string => (page === 1 ? asset : `${asset}~${page}`);
