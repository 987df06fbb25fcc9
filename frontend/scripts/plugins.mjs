import { readdirSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Write the outline icons as one file for the template tag: name -> what is inside the <svg>. */
export function icons() {
  let outDir = "";
  return {
    name: "xinqiao-icons",
    apply: "build",
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle() {
      const folder = join(import.meta.dirname, "../node_modules/@tabler/icons/icons/outline");
      const found = {};
      for (const file of readdirSync(folder)) {
        const svg = readFileSync(join(folder, file), "utf8");
        const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
        found[basename(file, ".svg")] = inside.replace(/\s*\n\s*/g, "").trim();
      }
      mkdirSync(join(outDir, ".vite"), { recursive: true });
      writeFileSync(join(outDir, ".vite/icons.json"), JSON.stringify(found));
    },
  };
}

/** Lay a .gz and a .br beside each text file, so that the server never compresses. */
export function compressed() {
  let outDir = "";
  return {
    name: "xinqiao-compressed",
    apply: "build",
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const file of readdirSync(outDir, { recursive: true })) {
        if (!/\.(js|mjs|css|svg)$/.test(file)) continue;
        const body = readFileSync(join(outDir, file));
        writeFileSync(join(outDir, `${file}.gz`), gzipSync(body, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(join(outDir, `${file}.br`), brotliCompressSync(body, { params }));
      }
    },
  };
}
