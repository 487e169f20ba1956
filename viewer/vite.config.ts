import { defineConfig } from 'vite';

/** Draco's wrapper asks for these where it runs in Node, and never in a browser. */
const NODE_ONLY = new Set(['fs', 'path']);

export default defineConfig({
  base: '/',
  // The server fills the shells' heads per request; they are found by these names in dist/.
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A data: URI in a stylesheet would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    // In kB: three is one piece, and loaded only where a model is shown.
    chunkSizeWarningLimit: 600,
    rolldownOptions: { input: ['viewer/gallery.html', 'viewer/object.html', 'viewer/embed.html', 'viewer/error.html'] },
  },
  worker: {
    plugins: () => [
      {
        name: 'nothing-of-node',
        enforce: 'pre',
        resolveId: (id) => (NODE_ONLY.has(id) ? `\0nothing-of-${id}` : undefined),
        load: (id) => (id.startsWith('\0nothing-of-') ? 'export default {}' : undefined),
      },
    ],
  },
});
