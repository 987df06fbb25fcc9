import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, statSync, writeFileSync } from "node:fs";
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
        const isKnown = file.startsWith("assets") && existsSync(join(outDir, `${file}.br`));
        if (isKnown) continue;
        const body = readFileSync(join(outDir, file));
        writeFileSync(join(outDir, `${file}.gz`), gzipSync(body, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(join(outDir, `${file}.br`), brotliCompressSync(body, { params }));
      }
    },
  };
}

const A_DAY_MS = 24 * 3600 * 1000;

/** Remove what an earlier build left, once no open page can still ask for it. */
export function pruned() {
  let outDir = "";
  let current = new Set();
  return {
    name: "xinqiao-pruned",
    apply: "build",
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    writeBundle(_options, bundle) {
      current = new Set(Object.keys(bundle).map((file) => basename(file)));
    },
    closeBundle() {
      const folder = join(outDir, "assets");
      for (const file of existsSync(folder) ? readdirSync(folder) : []) {
        const isOld = Date.now() - statSync(join(folder, file)).mtimeMs > A_DAY_MS;
        if (isOld && !current.has(file.replace(/\.(gz|br)$/, ""))) rmSync(join(folder, file));
      }
    },
  };
}
