// After an abstention: the passages nearest to the question, as the archive holds them. They are no answer, and say so.

import { call } from "../api.js";
import { direction } from "../direction.js";
import { bdi, button, el, fill, outletAndDay } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { say } from "../wording.js";

const SHOWN = 4;

export function nearestPassages({ question, as_of }) {
  const place = el("div", { class: "nearest" });
  const show = async () => {
    try {
      const { hits } = await call("POST", "/v1/search", { query: question, k: SHOWN, as_of });
      fill(place, hits.length ? list(hits) : el("p", { class: "quiet-words" }, say.noRelated));
      place.querySelector("h3")?.focus();
    } catch (error) {
      fill(place, el("p", { class: "quiet-words", role: "alert" }, error.message));
    }
  };
  return fill(place, button(say.showRelated, show));
}

function list(hits) {
  return [el("h3", { tabindex: -1 }, say.related), hitList(hits)];
}

/** Passages of a search, each under the headline that leads to it. */
export function hitList(hits) {
  const item = (hit) =>
    el(
      "li",
      {},
      ownLink(addressOf(hit), { class: "source-link" }, bdi(hit.title)),
      el("span", { class: "source-where" }, " ", outletAndDay(hit)),
      el("blockquote", { dir: direction(hit.text) }, hit.text),
    );
  return el("ul", {}, hits.map(item));
}
