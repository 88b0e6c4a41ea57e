// An answer: the direct answer large, then its sentences as they pass the gate; what differs or changed is folded to a line; then the checks and sources.

import { direction } from "../direction.js";
import { bdi, el, fill } from "../dom.js";
import { announce } from "../live-region.js";
import { marker, ownLink } from "../markers.js";
import { keepForPrint } from "../print.js";
import { addressOf } from "../router.js";
import { capitalize, fate, figuresOverTime, gateLine, namesSpeaker, numberRanges, placeAndDay, say, staleWords, withoutNote } from "../wording.js";
import { ageNotice } from "./archive-age.js";
import { conflictFolds } from "./conflict.js";
import { sourceList } from "./sources.js";

export class AnswerView {
  /** @param stale as in a stored turn: `[{citation, state, latest, reason}]`. */
  constructor(stale = []) {
    this.claims = [];
    this.conflicts = [];
    this.earlier = [];
    this.citations = new Map();
    this.staleness = new Map(stale.map((s) => [s.citation, staleWords(s)]));
    this.headline = el("div", { class: "headline" });
    this.sentences = el("div", { class: "sentences" });
    this.differences = el("div", { class: "differences" });
    this.foot = el("div", { class: "foot" });
    this.element = el("div", { class: "answer" }, this.headline, this.sentences, this.differences, this.foot);
  }

  /** One more sentence that the gate let through, with the citations and conflicts that are new with it. */
  add({ headline, claim, citations, conflicts, earlier }) {
    this.claims.push(claim);
    for (const citation of citations) this.citations.set(citation.n, citation);
    this.showHeadline(headline);
    this.conflicts.push(...conflicts);
    this.earlier.push(...(earlier ?? []));
    this.sentences.append(...this.sentence(claim, this.claims.length - 1));
    this.showConflicts();
    announce(claim.text);
  }

  /** The whole answer. Sentences that are there already stay, so that whoever reads or has one in focus is not interrupted. */
  finish(answer) {
    const told = JSON.stringify([this.claims, this.conflicts, this.earlier]);
    this.claims = answer.claims;
    this.conflicts = answer.conflicts;
    this.earlier = answer.earlier ?? [];
    this.citations = new Map(answer.citations.map((c) => [c.n, c]));
    this.showHeadline(answer.headline);
    if (told !== JSON.stringify([this.claims, this.conflicts, this.earlier]))
      fill(
        this.sentences,
        this.claims.map((c, i) => this.sentence(c, i)),
      );
    if (answer.status === "abstained") fill(this.sentences, abstention(answer));
    if (answer.status === "replied") fill(this.sentences, el("p", { class: "claim", dir: "auto" }, answer.text));
    this.showConflicts();
    fill(this.foot, this.footOf(answer));
    keepForPrint(this.element, answer.citations);
  }

  /** The direct answer, above the sentences, with the marker of its sentence. Answers of older releases have none. */
  showHeadline(headline) {
    if (!headline || this.headline.hasChildNodes()) return;
    const words = say.accordingTo(capitalize(headline.text), headline.speaker);
    fill(this.headline, el("p", { dir: direction(words) }, words, " ", this.marker(headline.citation, this.claims[headline.claim])));
  }

  /** The sentence, small behind it where it is from, and below it what its figure replaces. */
  sentence(claim, place) {
    const { state, label } = fate(claim);
    const { words, noted } = withoutNote(claim.text, this.citations.get(claim.citations[0]));
    const sentence = el(
      "p",
      { class: `claim ${state}`, dir: direction(words) },
      claim.speaker && !namesSpeaker(words, claim.speaker) && chip(claim),
      words,
      " ",
      el(
        "span",
        { class: "behind" },
        noted && whereFrom(this.citations.get(claim.citations[0])),
        claim.citations.map((n) => this.marker(n, claim)),
      ),
      this.notes(place).map((note) => el("span", { class: "note" }, note)),
      state !== "passed" && el("span", { class: "fate" }, label),
    );
    return [sentence, ...["superseded", "corrected"].map((kind) => this.earlierFold(place, kind)).filter(Boolean)];
  }

  /** The figures before the one of this sentence, with day, outlet and marker each. Answers of older releases have none. */
  earlierFold(place, kind) {
    const found = this.earlier.filter((e) => e.claim === place && e.kind === kind);
    const item = (e) => {
      const citation = this.citations.get(e.citation);
      return el("li", {}, `${e.text} `, citation && el("span", { class: "where" }, bdi(placeAndDay(citation)), " "), this.marker(e.citation, {}));
    };
    return found.length > 0 && el("details", { class: "fold earlier" }, el("summary", {}, figuresOverTime(found)), el("ul", {}, found.map(item)));
  }

  marker(n, claim) {
    const citation = this.citations.get(n);
    return citation && marker({ speaker: claim.speaker, role: claim.speaker_role, cue: claim.cue, citation, claim, stale: this.staleness.get(n) });
  }

  /** What this sentence differs from, as the answer's text says it. */
  notes(place) {
    const found = this.conflicts.filter((c) => c.claims[1] === place);
    const within = found.filter((c) => c.claims[0] === place).map(({ sides }) => say.differ(sides.map((s) => s.speaker)));
    const others = found.filter((c) => c.claims[0] !== place);
    const note = noteOf(say.differsFrom.replace(" ", "\u00a0"), others, this.claims);
    return [...new Set([...within, ...(note ? [note] : [])])];
  }

  showConflicts() {
    fill(this.differences, conflictFolds(this.conflicts, this.citations, this.staleness));
  }

  footOf(answer) {
    return [
      answer.notice && el("p", { class: "notice" }, answer.notice),
      answer.status === "trimmed" && el("p", { class: "notice" }, say.trimmed),
      ageNotice(answer.as_of),
      answer.gate.claims > 0 && gateReport(answer),
      answer.citations.length > 0 && sourceList(answer, this.staleness),
    ];
  }
}

/** Outlet and day, small. Where the article gives neither, a link to it, where they can be added. */
function whereFrom(citation) {
  const known = citation.publisher || citation.published_at;
  const words = bdi(placeAndDay(citation));
  return el("span", { class: "where" }, known ? words : ownLink(addressOf(citation), {}, words), " ");
}

function chip(claim) {
  return el(
    "span",
    { class: "chip" },
    bdi(claim.speaker, { class: "chip-who" }),
    claim.cue && ` ${claim.cue}`,
    el("span", { class: "unseen" }, ": "),
  );
}

/** The words, then the citations of the other claims: "differs from 1–3". Null where there are no conflicts. */
function noteOf(words, conflicts, claims) {
  return conflicts.length ? `${words}\u00a0${numberRanges(conflicts.flatMap((c) => claims[c.claims[0]]?.citations ?? []))}` : null;
}

/** Why nothing is answered, and the nearest articles as links. Answers of older releases name them in their text only. */
function abstention({ text, nearest }) {
  const [first, ...rest] = text.split(/(?<=\.) (?=(?:Closest: “|Nearest in the archive))/);
  const item = (a) =>
    el("li", {}, ownLink(addressOf(a), { class: "source-link" }, bdi(a.title)), el("span", { class: "source-where" }, bdi(placeAndDay(a))));
  return el(
    "div",
    { class: "abstention" },
    el("p", { class: "abstained", dir: "auto" }, first),
    nearest?.length > 0 ? [el("p", {}, say.closest), el("ul", {}, nearest.map(item))] : rest.length > 0 && el("p", { dir: "auto" }, rest.join(" ")),
  );
}

function gateReport({ claims, gate }) {
  const row = (claim) => el("li", { class: fate(claim).state, dir: "auto" }, el("b", {}, fate(claim).label), say.judged(claim));
  const report = [el("ol", {}, claims.map(row)), el("p", {}, say.gateVersion(gate))];
  return el("div", { class: "gate" }, el("p", {}, gateLine(gate)), el("details", {}, el("summary", {}, say.details), report));
}
