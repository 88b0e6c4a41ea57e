// Which way a text runs. `dir="auto"` asks its first letter alone: an English sentence that opens with an Arabic name would be turned round.

const LETTER = /\p{L}/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** "rtl" where most of the letters are of a script that runs from right to left, else "ltr". */
export function direction(text) {
  const letters = (text ?? "").match(LETTER) ?? [];
  return letters.filter((l) => RIGHT_TO_LEFT.test(l)).length * 2 > letters.length ? "rtl" : "ltr";
}
