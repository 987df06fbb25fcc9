import { defineConfig } from "vite";
import { compressed, icons, pruned } from "./scripts/plugins.mjs";

// Yesterday's files stay a day: pages that are open during an upgrade still find theirs.
// Names carry a hash of the content, so browsers may keep them for a year. The service worker is
// built by itself (vite.sw.config.ts).
export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [icons(), compressed(), pruned()],
  build: {
    outDir: "../src/xinqiao/static_built",
    emptyOutDir: false,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { app: "src/app.ts" },
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
