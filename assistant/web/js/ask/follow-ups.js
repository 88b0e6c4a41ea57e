// Questions to go on with, under the last answer of a conversation.

import { call, withQuery } from "../api.js";
import { button, el, fill } from "../dom.js";
import { say } from "../wording.js";

const offered = new Map(); // questions by turn, since the server tries each before it offers it

/** @param ask called with the question that the reader chooses. */
export function followUps(conversationId, { turnId, as_of }, ask) {
  const place = el("div", { class: "follow-ups", role: "group", "aria-label": say.goOn });
  questionsFor(conversationId, turnId, as_of).then(
    (questions) =>
      fill(
        place,
        questions.map((q) => button(q, () => ask(q), { class: "button follow-up", dir: "auto" })),
      ),
    () => {}, // nobody misses what was never offered
  );
  return place;
}

async function questionsFor(conversation_id, turnId, as_of) {
  if (!offered.has(turnId)) offered.set(turnId, (await call("GET", withQuery("/v1/suggestions", { conversation_id, as_of }))).questions);
  return offered.get(turnId);
}
