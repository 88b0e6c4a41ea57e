// What a screen reader is told as it happens: stages, sentences, ends. Seen by nobody else.

let region = null;

export function announceIn(element) {
  region = element;
}

export function announce(text) {
  if (region) region.textContent = text;
}
