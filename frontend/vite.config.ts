import { defineConfig } from "vite";
import { compressed, icons } from "./scripts/plugins.mjs";

// Names carry a hash of the content, so browsers may keep them for a year. The service worker
// alone keeps its name: a browser looks for it at one address.
export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [icons(), compressed()],
  build: {
    outDir: "../src/xinqiao/static_built",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { app: "src/app.ts", sw: "src/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
