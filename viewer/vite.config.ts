import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  // The server fills the shells' heads per request; they are found by these names in dist/.
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A data: URI in a stylesheet would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ['viewer/gallery.html', 'viewer/object.html', 'viewer/embed.html', 'viewer/error.html'] },
  },
});
