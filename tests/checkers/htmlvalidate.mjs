// The rules that html-validate recommends. Whatever is used otherwise is listed here with its reason.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Checkboxes of one question share its name, as the standard has it and Django reads it.
    "form-dup-name": ["error", { shared: ["radio", "button", "submit", "checkbox"] }],
  },
};
