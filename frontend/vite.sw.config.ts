import { defineConfig } from "vite";
import { compressed } from "./scripts/plugins.mjs";

// The service worker in one file: a worker of the plain kind imports nothing, and a browser looks
// for it at one address, so it alone keeps its name.
export default defineConfig({
  publicDir: false,
  plugins: [compressed()],
  build: {
    outDir: "../src/xinqiao/static_built",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: { sw: "src/sw.ts" },
      output: { entryFileNames: "sw.js" },
    },
  },
});
