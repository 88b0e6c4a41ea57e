import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/*.cjs", ".venv/", "build/"] },
  js.configs.recommended,
  { files: ["assistant/web/**"], languageOptions: { globals: globals.browser } },
  { files: ["tests/assistant/web/js/**"], languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    rules: {
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: "Text goes in as text: see dom.js." })),
      ],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" }],
      "prefer-const": "error",
      eqeqeq: "error",
    },
  },
];
