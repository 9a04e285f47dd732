// One sheet for both directions: physical properties become logical ones (CSS Logical Properties 1), so `left` is
// where a line starts in every language.
//
// Left alone: `float` (its logical values are unknown to browsers before 2023, which our readers still have; see
// scss/_directions.scss) and every picture drawn with borders or clip-path (a tick is a tick in Arabic too).
const SIDES = { left: "start", right: "end" };

const isPicture = (rule) => rule.nodes.some((node) => node.prop === "border-width" || node.prop === "clip-path");

// "10px 20px 10px 0" -> four parts; parts with brackets stay whole.
const parts = (value) => value.match(/(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g) ?? [];

function renamed(prop) {
  const [, group, side, rest] = prop.match(/^(?:(margin|padding|border)-)?(left|right)(-(?:width|color|style))?$/) ?? [];
  if (!side) return prop;
  return group ? `${group}-inline-${SIDES[side]}${rest ?? ""}` : `inset-inline-${SIDES[side]}`;
}

function splitShorthand(declaration) {
  const [top, right, bottom, left] = parts(declaration.value);
  if (left === undefined || left === right) return;
  declaration.cloneBefore({ prop: `${declaration.prop}-block`, value: top === bottom ? top : `${top} ${bottom}` });
  declaration.replaceWith(declaration.clone({ prop: `${declaration.prop}-inline`, value: `${left} ${right}` }));
}

function convert(declaration) {
  if (declaration.prop === "margin" || declaration.prop === "padding") return splitShorthand(declaration);
  if (/^(text-align|justify-content)$/.test(declaration.prop) && declaration.value in SIDES) {
    declaration.value = SIDES[declaration.value];
  } else if (!(declaration.prop.startsWith("border") && isPicture(declaration.parent))) {
    declaration.prop = renamed(declaration.prop);
  }
}

export const logical = {
  postcssPlugin: "logical",
  Once(root) {
    root.walkRules((rule) => rule.each((node) => (node.type === "decl" ? convert(node) : undefined)));
  },
};
