// The words around an article: its facts, its versions, and what can be done with it.

import { say as common, day, plural } from "../wording.js";

export const say = {
  ...common,
  correctionNotice: "This article is a notice of correction.",
  citedPassage: "Cited passage",
  copyLink: "Copy link",

  retracted: "Retracted. ",
  noHeadline: "Without a headline: these are its first words.",
  published: (when) => (when ? `Published ${day(when)}` : "Undated"),
  updated: (when) => ` · updated ${day(when)}`,
  versionOf: (version, latest) => ` · version\u00a0${version}${latest > 1 ? `\u00a0of\u00a0${latest}` : ""}`,
  passageAt: (start, end) => `Passage: characters ${start} to ${end}`,
  older: (version) => `This is version ${version}; the article has changed since. `,
  readVersion: (version, latest) => `Read version ${version}${version === latest ? ", the latest" : ""}`,
  whatChanged: "What changed: ",
  versions: (old, now) => `version ${old} to ${now}`,
  copies: (n) => `The same story in ${plural(n, "other place")}`,
  share: (share) => (share ? ` (${Math.round(share * 100)}% the same)` : ""),
  removedPieces: (n) => `${plural(n, "piece")} removed when the article was added`,

  askAboutArticle: "Ask about this article",
  addFacts: "Add outlet or day",
  editFacts: "Edit details",
  retract: "Retract",
  undoRetraction: "Undo the retraction",
  factNames: { title: "Headline", url: "Link", publisher: "Outlet", authors: "Authors", published_at: "Published" },
  authorsField: "Authors, with commas between them",
  emptyFields: "An empty field goes back to what was read from the article. The text cannot be changed.",
  retractThis: "Retract this article",
  aboutRetracting: (title) => `“${title}” stays readable, but no search and no answer uses it. The reason is shown to readers. You can undo this.`,
  reason: "Reason",

  changesLabel: (old, now) => `Changes from version ${old} to version ${now}`,
  changes: (old, now) => `From version ${old} to version ${now}: `,
  noChanges: (old, now) => `Versions ${old} and ${now} are the same.`,
  removed: "removed",
  added: "added",
  removal: [" removed: ", " end of removal "],
  addition: [" added: ", " end of addition "],

  selected: "Selected words",
  askAboutThis: "Ask about this",
  whoElse: "Who else said this",
  whoElseQuestion: (words) => `Who else said that ${words}?`,
  aboutSentence: (words) => `What do the articles say about “${words}”?`,
  aboutThing: (words) => `What is known about ${words}?`,
};
