// Markers: the numbered links from a sentence to the words that it rests on.

import { el } from "./dom.js";
import { addressOf, go } from "./router.js";
import { withCard } from "./source/citation-card.js";
import { origin, say } from "./wording.js";

/** One marker. It is a link with an address of its own, so that it can be copied and opened beside this page. */
export function marker(facts) {
  const { citation, speaker, stale } = facts;
  const label = [say.source(citation.n), speaker, origin(citation), stale].filter(Boolean).join(", ");
  const link = el(
    "a",
    { class: stale ? "marker stale" : "marker", href: addressOf(citation), "aria-label": label, "data-n": citation.n, click: open },
    String(citation.n),
  );
  return withCard(link, facts);
}

/** Opens the passage beside the conversation; with Ctrl, Shift or Meta the browser does what it always does. */
export function open(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(event.currentTarget.getAttribute("href"));
}

/** Shows which marker's passage is open; none where `address` is null. */
export function showOpen(address) {
  for (const link of document.querySelectorAll(".marker")) {
    if (address && link.getAttribute("href") === address) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** A link to an address of ours that opens without loading the page again. */
export function ownLink(address, attributes, ...children) {
  return el("a", { href: address, click: open, ...attributes }, ...children);
}
