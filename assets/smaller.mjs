// Takes away what no reader gets anything from, and joins what the Sass mixins left apart.
//
// Away: fonts set class by class (each inherits the page's), print sizes (19px is 14pt), variables that nothing sets
// (their values stay), rules for browsers that cannot speak TLS 1.2, and addresses behind printed links, which would
// tell what a printed page was.
const VARIABLE = /var\((--[\w-]+), ?([^()]*(?:\([^()]*\)[^()]*)*)\)/g;
const OBSOLETE_PROPERTY =
  /^-(?:moz|ms)-|^-webkit-(?:clip-path|font-smoothing|text-decoration|appearance|margin)|box-decoration-break|text-decoration-skip$/;
const PRINTED_TYPE = new Set(["font-size", "line-height"]);

const isPrint = (node) => node?.type === "atrule" && node.params === "print";

const isUseless = (declaration) =>
  OBSOLETE_PROPERTY.test(declaration.prop) ||
  declaration.value === "-webkit-sticky" ||
  declaration.value.includes("attr(href)") ||
  declaration.prop === "--govuk-frontend-version" ||
  (declaration.prop === "font-family" && declaration.value === "inherit" && declaration.parent.selector.startsWith(".")) ||
  (PRINTED_TYPE.has(declaration.prop) && isPrint(declaration.parent.parent));

const isObsoleteRule = (node) =>
  node.type === "rule" ? node.selector.includes("::-moz-focus-inner") : /\\0/.test(node.params);

function removeUnsetVariables(root) {
  const set = new Set();
  root.walkDecls(/^--/, (declaration) => void set.add(declaration.prop));
  root.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(VARIABLE, (whole, name, value) => (set.has(name) ? whole : value));
  });
}

function removeEmpty(root) {
  let removed = true;
  while (removed) {
    removed = false;
    root.walk((node) => {
      if (node.nodes?.length === 0 || ((node.type === "rule" || node.type === "atrule") && isObsoleteRule(node))) {
        node.remove();
        removed = true;
      }
    });
  }
}

// `.a{..}.a{..}` and `@media x{..}@media x{..}` become one, when nothing stands between them.
function joinNeighbours(container) {
  container.each((node) => {
    const before = node.prev();
    const same =
      before?.type === node.type &&
      (node.type === "rule" ? before.selector === node.selector : before?.params === node.params && node.name === before.name);
    if (node.nodes && same && before.nodes) {
      before.append(...node.nodes);
      node.remove();
    }
  });
  container.each((node) => void (node.type === "atrule" && node.nodes && joinNeighbours(node)));
}

export const smaller = {
  postcssPlugin: "smaller",
  Once(root) {
    root.walkDecls((declaration) => void (isUseless(declaration) && declaration.remove()));
    removeUnsetVariables(root);
    removeEmpty(root);
    joinNeighbours(root);
  },
};
