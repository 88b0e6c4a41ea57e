// Who is quoted: how often, and the latest words, each with the passage where they stand. And all words of one of them.

import { call, retryLabel, withQuery } from "../api.js";
import { direction } from "../direction.js";
import { bdi, button, el, fill, outletAndDay } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf, archiveAddress } from "../router.js";
import { say } from "../wording/archive.js";

const SHOWN = 40; // people
const PAGE = 25; // statements
const PAUSE = 150; // ms without a key, before a search is sent

/** @param query `name` of one person; without it, all are listed. */
export function people(query) {
  const name = query.get("name");
  return name ? onePerson(name) : everyone();
}

function everyone() {
  const list = el("ul", { class: "people" });
  const status = el("p", { class: "quiet-words", role: "status" });
  let timer = null;
  let asked = null;
  const field = el("input", {
    type: "search",
    maxlength: 200,
    placeholder: say.aName,
    "aria-label": say.findPerson,
    "data-search": true,
    input: () => (clearTimeout(timer), (timer = setTimeout(load, PAUSE))),
  });

  async function load() {
    const mine = (asked = {});
    try {
      const found = await call("GET", withQuery("/v1/people", { limit: SHOWN, name: field.value.trim() }));
      if (mine !== asked) return;
      status.textContent = say.peopleFound(found.people.length, SHOWN);
      fill(list, found.people.map(person));
    } catch (error) {
      fill(list, el("li", { role: "alert" }, error.message, " ", button(retryLabel(error), load)));
    }
  }

  load();
  return [el("div", { class: "search", role: "search" }, field), status, list];
}

function person({ name, role, statements, articles, latest }) {
  return el(
    "li",
    {},
    el(
      "p",
      {},
      ownLink(archiveAddress({ name }, "people"), { class: "person" }, bdi(name)),
      role && el("span", { class: "role" }, `, ${role}`),
      el("span", { class: "source-where" }, say.quotedTimes(statements, articles)),
    ),
    words(latest, say.latestWords),
  );
}

/** The words, which lead to their place, and where they were read. */
function words(said, lead = "") {
  return el(
    "div",
    { class: "said" },
    ownLink(addressOf(said), { dir: direction(said.text) }, el("span", { class: "unseen" }, lead), said.text),
    el("span", { class: "source-where" }, outletAndDay(said), " · ", bdi(said.title)),
  );
}

function onePerson(name) {
  const list = el("ul", { class: "people" });
  const foot = el("div", { class: "bar" });
  let shown = 0;

  async function more() {
    try {
      const { statements } = await call("GET", withQuery("/v1/statements", { speaker: name, limit: PAGE + 1, skip: shown }));
      const page = statements.slice(0, PAGE);
      shown += page.length;
      list.append(...page.map((said) => el("li", {}, words(said))));
      fill(foot, [statements.length > PAGE && button(say.more, more), !shown && el("p", {}, say.noWords)]);
    } catch (error) {
      fill(foot, [el("p", { role: "alert" }, error.message), button(retryLabel(error), more)]);
    }
  }

  more();
  return [
    el("p", {}, ownLink(archiveAddress({}, "people"), {}, say.allPeople)),
    el("h2", {}, bdi(name)),
    el(
      "div",
      { class: "bar" },
      button(say.askAboutWords, () => dispatchEvent(new CustomEvent("ask", { detail: { filters: { speaker: name } } }))),
      ownLink(archiveAddress({ speaker: name }), { class: "button" }, say.articles),
    ),
    list,
    foot,
  ];
}
