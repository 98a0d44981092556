// Makes ../static from this folder: the style sheet, htmx and the two font weights. portal.js is written by hand in ../static.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const out = join(here, "..", "static");
const plex = join(packages, "@fontsource", "ibm-plex-sans");

mkdirSync(join(out, "fonts"), { recursive: true });

const { css } = compile(join(here, "scss", "portal.scss"), { style: "compressed", loadPaths: [packages], quietDeps: true });
writeFileSync(join(out, "portal.css"), css);

copyFileSync(join(packages, "htmx.org", "dist", "htmx.min.js"), join(out, "htmx.min.js"));
for (const weight of [400, 600]) {
  copyFileSync(join(plex, "files", `ibm-plex-sans-latin-${weight}-normal.woff2`), join(out, "fonts", `plex-sans-${weight}.woff2`));
}
copyFileSync(join(plex, "LICENSE"), join(out, "fonts", "LICENSE"));
copyFileSync(join(packages, "htmx.org", "LICENSE"), join(out, "htmx.LICENSE"));

for (const name of ["portal.css", "portal.js", "htmx.min.js"]) {
  const bytes = readFileSync(join(out, name));
  console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`);
}
