// Builds the one style sheet: Sass -> only what the templates use -> one sheet for both directions -> smaller.
//
//   assets/build               writes src/safetoshare/web/static/safetoshare.css and built.json beside it
//   assets/build --to FOLDER   writes both there instead (the test of repeatable builds)
//
// built.json holds the SHA-256 of each source and of the sheet, and the class names that the templates held, so
// that a test without Node can tell whether the sheet still belongs to them.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { NodePackageImporter, compile } from "sass";

import { logical } from "./logical.mjs";
import { smaller } from "./smaller.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const PACKAGE = join(ROOT, "src", "safetoshare");
const BUDGET = 6 * 1024; // bytes after gzip: what leaves room for a page in the first 14 kB

const CLASS = /\b(?:govuk|app)-[A-Za-z0-9!_-]*[A-Za-z0-9]/g;

// Names that selectors hold beside classes: elements, attributes and their values. Without them PurgeCSS would
// take the rules for rtl, open details and disabled buttons away.
const ELEMENTS_AND_ATTRIBUTES = `html body main header footer nav a p h1 h2 h3 ul ol li dl dt dd table caption thead tbody tr th td
  form fieldset legend label input textarea select option button details summary strong span svg path div bdi hr
  dir rtl ltr lang open disabled hidden class type href`;

function filesUnder(folder, ending) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesUnder(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}

// Everything in the templates that looks like one of our class names.
function classesInTemplates() {
  const texts = filesUnder(PACKAGE, ".html").map((path) => readFileSync(path, "utf8"));
  return new Set(texts.flatMap((text) => text.match(CLASS) ?? []));
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

async function styleSheet(classes) {
  const { css } = compile(join(HERE, "scss", "safetoshare.scss"), {
    importers: [new NodePackageImporter(HERE)],
    style: "compressed",
    charset: false,
  });
  const [{ css: used }] = await new PurgeCSS().purge({
    content: [{ raw: `${classes.join(" ")} ${ELEMENTS_AND_ATTRIBUTES}`, extension: "txt" }],
    css: [{ raw: css }],
    defaultExtractor: (content) => content.split(/\s+/),
  });
  return postcss([smaller, logical]).process(used, { from: undefined }).css + "\n";
}

async function main() {
  const kept = JSON.parse(readFileSync(join(HERE, "kept-classes.json"), "utf8"));
  const classes = [...new Set([...kept, ...classesInTemplates()])].sort();
  const css = await styleSheet(classes);
  const size = gzipSync(css, { level: 9 }).length;
  if (size > BUDGET) throw new Error(`The style sheet has ${size} bytes after gzip; the budget is ${BUDGET}.`);

  const sources = [
    ...filesUnder(HERE, ".scss"),
    ...["build", "build.mjs", "logical.mjs", "smaller.mjs", "kept-classes.json", "package-lock.json"].map((name) =>
      join(HERE, name),
    ),
  ];
  const built = {
    sources: Object.fromEntries(sources.map((path) => [relative(ROOT, path), sha256(readFileSync(path))])),
    classes,
    output: { "safetoshare.css": sha256(css) },
  };
  const to = process.argv[2] === "--to" ? process.argv[3] : join(PACKAGE, "web", "static");
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, "safetoshare.css"), css);
  writeFileSync(join(to, "built.json"), `${JSON.stringify(built, null, 2)}\n`);
  console.log(`safetoshare.css: ${css.length} bytes, ${size} after gzip, ${classes.length} class names`);
}

await main();
