// The words of the archive and of adding articles.

import { say as common, articlesAndOutlets, capitalize, dayRange, monthOf, plural } from "../wording.js";

const MISSING = { publisher: "without an outlet", date: "without a day" };
const STAGES = { queued: "Waiting", archiving: "Storing", embedding: "Preparing the search", indexing: "Adding to the index" }; // others are words already

export const say = {
  ...common,
  archive: "Archive",
  parts: { "": "Articles", people: "People", outlets: "Outlets", incomplete: "To complete", quality: "Quality check" },
  partsLabel: "Parts of the archive",
  readingArchive: "Reading the archive …",
  holds: (stats) =>
    [articlesAndOutlets(stats), dayRange(stats.oldest, stats.newest), stats.retracted && `${stats.retracted.toLocaleString("en")} retracted`]
      .filter(Boolean)
      .join(" · "),

  articles: "Articles",
  searchArticles: "Search the articles",
  searchHint: "Words or a name",
  searchPassages: "Search passages",
  lacks: (missing) => `Only articles ${MISSING[missing]}`,
  more: "More",
  moreArticles: "More articles",
  askAboutThese: "Ask about these",
  fits: (n) => (n ? "Passages that fit best" : "No passage fits"),
  nothing: (text) => (text ? `No article has “${text}”. A search for passages also finds other words for it.` : "No article is like that."),
  retracted: "retracted",
  version: (n) => (n > 1 ? ` · version ${n}` : ""),
  sampleHere: (n) => `${plural(n, "article")} here are of the sample newsroom; they are invented.`,
  removeSample: "Remove the sample",
  sureToRemove: "Remove all articles of the sample newsroom? Your own articles stay.",

  timeline: "Timeline",
  timelineLabel: (first, last, most) => `Articles by month, ${monthOf(first)} to ${monthOf(last)}; most in a month: ${most}`,
  inMonth: (month, n) => `${monthOf(month)}: ${plural(n, "article")}`,

  allPeople: "All people",
  aName: "A name",
  findPerson: "Find a person",
  peopleFound: (n, most) =>
    !n ? "Nobody of that name is quoted here." : n === most ? `The ${n} who are quoted most` : plural(n, "person is quoted", "people are quoted"),
  quotedTimes: (times, articles) =>
    `Quoted ${times === 1 ? "once" : times === 2 ? "twice" : `${times.toLocaleString("en")} times`} in ${plural(articles, "article")}`,
  latestWords: "Latest: ",
  noWords: "No words of this name are in the archive.",
  askAboutWords: "Ask about this person’s words",

  outletsTable: "Table of outlets",
  outletColumns: ["Outlet", "Articles", "Oldest", "Newest"],
  lacking: (n) =>
    n ? `${plural(n, "article")} without outlet or day. Until you add them, answers cannot name them.` : "Every article has an outlet and a day.",
  saveFor: (title) => ` for ${title}`,
  savedFacts: (facts) => `Saved: ${facts}.`,

  quality: "Quality check",
  qualityAbout: "How well On Record answers test questions whose answers are known. ",
  lastRun: (when) => `Last run: ${when}.`,
  notRun: "It has not been run yet: ",
  figures: "Table of figures",
  figureColumns: ["Figure", "Value", "Questions", "95% interval"],

  add: "Add articles",
  sent: "Sent from here",
  chooseFiles: "Choose files",
  dropThem: "or drop them anywhere on this page",
  formats: "Text, Markdown, HTML, PDF, Word, mail, JSON lines; also .gz",
  fromWeb: "From the web",
  link: "Link (URL)",
  linkHint: "https://…",
  fetch: "Fetch",
  paste: "Paste",
  headline: "Headline",
  published: "Published",
  text: "Text",
  addThis: "Add this article",
  files: (n) => `${n} files`,

  start: "Start with some articles: drop files here, or paste a link or a text.",
  linkOrText: "Link, or text of an article",
  linkOrTextHint: "https://… or the text of an article",
  addIt: "Add",
  beingAdded: "Being added",
  sample: "The sample newsroom",
  trySample: "Try it with a sample newsroom",
  aboutSample: (n) => `About ${plural(n, "invented article")}, half a minute. You can remove them again with one click.`,

  progressOf: (name) => `Progress of ${name}`,
  sending: "Sending …",
  step: ({ stage, state, done, total }) => `${STAGES[stage || state] ?? capitalize(stage || state)}${total ? `, ${done} of ${total}` : ""} …`,
  jobFailed: "The job failed.",
  outcomes: { added: "added", updated: "changed: a new version", unchanged: "in the archive already" },
  notAdded: (n) => `${n} not added`,
  nothingFound: "Nothing was found in it.",
  readArticle: "Read the article",
  sameStory: " · the same story is here already: ",
};
