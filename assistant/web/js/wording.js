// The words of the page: what every view and the Ask view say, and how figures, days and states are put into words. Other views have theirs in wording/.

export const say = {
  name: "On Record",
  views: { ask: "Ask", archive: "Archive", add: "Add" },
  titles: { archive: "Archive", add: "Add articles", unknown: "Not found" },
  viewsLabel: "Views",
  skip: "Skip to content",
  settings: "Settings",
  toDark: "Switch to dark theme",
  toLight: "Switch to light theme",
  theme: "Light or dark theme",
  keyWanted: "Enter your access key. Ask whoever runs this server for one.",
  keyRefused: "This key was not accepted. Enter another one, or ask whoever runs this server.",
  unreachable: "No connection to On Record.",
  status: (n) => `the server answered with status ${n}`,
  broken: "The connection broke before the answer was complete. Try again.",
  tryAgain: "Try again",
  tryNow: "Try now",
  newTab: " (opens in a new tab)",
  save: "Save",
  close: "Close",
  undo: "Undo",
  cancel: "Cancel",
  key: "Key",
  keyKept: "The key is kept until this tab is closed.",
  useKey: "Use this key",
  copied: "Copied",
  notCopied: "Could not be copied",
  outletUnknown: "Outlet unknown",
  own: "In the article’s own words",
  quoted: (words) => `“${words}”`,
  beginning: (text) => `${text} …`,

  conversations: "Conversations",
  conversation: "Conversation",
  newQuestion: "New question",
  search: "Search",
  searchConversations: "Search your conversations",
  noneFound: "None found.",
  noneYet: "None yet.",
  untitled: "Untitled",
  toFind: " to find, ",
  forKeys: " for keys",
  actionsFor: (title) => `Actions for ${title}`,
  lastAsked: (when, turns, shared) => [day(when, "short"), plural(turns, "question"), shared && "shared"].filter(Boolean).join(" · "),
  readingConversation: "Reading the conversation …",
  unreadConversation: "The conversation cannot be shown. ",
  deleted: "This conversation was deleted.",
  askInNew: "Ask in a new one",
  goOn: "Questions to go on with",

  question: "Your question",
  send: "Ask",
  stop: "Stop",
  followUp: "Ask a follow-up",
  about: (articles) => (articles > 1 ? `Ask about your ${articles.toLocaleString("en")} articles` : "Ask about your articles"),
  tooLong: (length, most) => `This question has ${length.toLocaleString("en")} characters. At most ${most.toLocaleString("en")} can be asked.`,
  filters: "Filters",
  filtersInUse: "Filters in use",
  remove: "Remove ",
  anyOutlet: "Any outlet",
  anyone: "Anyone",
  from: "From",
  to: "to",
  outlet: "Outlet",
  speaker: "Speaker",
  asIf: "Answer as if today were",
  writtenBy: "Written by",
  model: (name) => (name === "extractive" ? "The sources, quoted" : name),

  welcome: "Ask your articles.",
  quotedLead: "Every sentence is quoted from a source you can open.",
  checkedLead: "Every sentence is checked against a source you can open.",
  begin: "Questions to begin with",
  latest: "Latest",

  asked: (question) => `Question: ${question}`,
  copyWithCitations: "Copy with citations",
  retry: "Retry",
  askAgain: "Ask again",
  complete: (checks) => `Answer complete. ${checks.replace("✓ ", "")}.`,
  stopped: "Stopped.",
  stoppedAfter: (n) => (n ? ` ${plural(n, "sentence")} had passed the check before; the answer is not complete.` : " Nothing had been answered yet."),
  notAnswered: "This question was not answered.",
  incomplete: " The sentences above passed the check, but the answer is incomplete.",
  nobody: (speaker) => `Nobody named “${speaker}” is quoted here.`,
  didYouMean: "Did you mean",
  trimmed: "Part of the draft did not pass the check and was left out.",
  accordingTo: (words, speaker) => (speaker ? `${words}, according to ${speaker}` : words),
  differ: (speakers) => `${speakers.map((s) => s ?? "another").join(" and ")} differ`,
  differsFrom: "differs from",
  details: "Details",
  judged: ({ reason, score, judge }) => ` — ${reason} (score ${score.toFixed(2)}, judged by ${judge})`,
  gateVersion: ({ version, ms }) => `${version}, ${Math.round(ms)} ms`,
  drafted: (line, model) => (model && model !== "extractive" ? `${line}, written by ${model}` : line),
  source: (n) => `Source ${n}`,
  closest: "Closest:",
  article: "Article",
  sourcePane: "Source",
  closeSource: "Close the source",
  openHere: "Click a number to read the passage here.",
  notShown: "The article cannot be shown. ",
  opened: (title, passage) => (passage ? `Passage of ${title} opened` : `${title} opened`),
  showRelated: "Show related passages",
  related: "Related passages (they do not answer the question)",
  noRelated: "There are no related passages.",
  newestHere: (newest, asOf) => `The newest article here is of ${day(newest)}, ${ago(newest, asOf)}.`,
  outOfDate: "Out of date: ",
  doNotUse: " Do not use.",
  seeChanges: "See what changed",

  goodAnswer: "Good answer",
  badAnswer: "Bad answer",
  comment: "Comment on this answer",
  commentHint: "What was right or wrong? (optional)",
  saveComment: "Save comment",
  savedComment: "Saved with your comment",
  saved: "Saved",
  notSaved: (why) => `Not saved: ${why}`,

  unknownAddress: "Unknown address",
  noPage: "There is no page here",
  mistyped: "The address may be mistyped: ",
  sharedConversation: "Shared conversation",
  sharedNotShown: "This conversation cannot be shown",
  readOnly: "Shared, read-only",
};

export const STAGES = {
  rewrite_question: "Reading the question",
  search: "Searching the archive",
  select_evidence: "Choosing the evidence",
  draft_answer: "Drafting and checking each sentence",
  compose_answer: "Putting the answer together",
};

const DISPUTES = { number: "Sources disagree", answer: "Sources disagree", negation: "Disputed", denial: "Claimed and denied" };

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const LONG_DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "four"; figures from eleven on. */
function inWords(n) {
  return COUNTS[n] ?? n.toLocaleString("en");
}

/** "9" for "nine"; others stay as they are. */
export function inDigits(text) {
  const n = COUNTS.indexOf(text.toLowerCase());
  return n > 0 ? String(n) : text;
}

/** "Sources disagree: 31 · 12 · 4 tanks"; "Disputed: Anton Brask · Viktor Sorin". @param sides with `who`, and `answer` where they differ in a piece. @param units of the pairs of sides. */
export function conflictHeading(kind, sides, units = []) {
  const answers = sides.map((s) => s.answer && inDigits(s.answer));
  const named = answers.every(Boolean)
    ? withUnit(answers, " · ", units)
    : joined(
        sides.map((s) => s.who),
        " · ",
      );
  return `${DISPUTES[kind] ?? "Sources disagree"}: ${named}`;
}

/** "4 → 9 → 17 → 19 dead"; the last is the figure that stands. Answers of older releases do not name it. */
export function figuresOverTime(earlier) {
  const figures = [...earlier.map((e) => e.text), earlier[0].standing].filter(Boolean);
  const title = earlier[0].kind === "corrected" ? "Corrected" : earlier[0].standing ? "Over time" : "Earlier";
  const units = earlier.map((e) => e.unit);
  return `${title}: ${withUnit(figures, " → ", units)}`;
}

/** The figures with their unit once, behind the last. Where not all have the same unit, it stands nowhere but in the figures that name one themselves. */
function withUnit(figures, between, units) {
  const [unit, ...others] = new Set(units);
  if (!unit || others.length) return joined(figures.map(inDigits), between);
  const behind = ` ${unit}`;
  const bare = figures.map((f) => (f.toLowerCase().endsWith(behind) ? f.slice(0, -behind.length) : f));
  return joined(bare.map(inDigits), between) + behind;
}

/** Without repetitions. */
function joined(words, between) {
  return [...new Set(words)].join(between);
}

/** The claim's own words, without the note of outlet and day behind them; `noted` says whether it had one. */
export function withoutNote(text, citation) {
  const note = citation && ` (${[citation.publisher, day(citation.published_at)].filter(Boolean).join(", ")})`;
  return note && text.endsWith(note) ? { words: text.slice(0, -note.length), noted: true } : { words: text, noted: false };
}

/** "Corvane Wire, 11 Feb 2026"; only what is known, and a word where nothing is. */
export function placeAndDay({ publisher, published_at }) {
  return [publisher, published_at && day(published_at, "short")].filter(Boolean).join(", ") || "Outlet and date not given";
}

export function capitalize(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function plural(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** "11 February 2026"; what is no day is given back as it stands, and nothing as "undated". */
export function day(text, month = "long") {
  const date = dateOf(text);
  if (!date) return text || "undated";
  return date.toLocaleDateString("en-GB", { day: "numeric", month, year: "numeric", timeZone: "UTC" });
}

/** Null for what is no day. */
function dateOf(text) {
  const found = /^\d{4}-\d{2}-\d{2}/.exec(text ?? "");
  const date = found && new Date(`${found[0]}T00:00:00Z`);
  return date && !Number.isNaN(date.getTime()) ? date : null;
}

export function monthOf(text) {
  return new Date(`${text}-01T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}

/** "✓ All 3 sentences checked against their sources, 1 replaced by its source"; empty where nothing was drafted. Other counts only if not 0. */
export function gateLine({ claims, repaired, dropped, unchecked }) {
  if (!claims) return "";
  const rest = [
    repaired && `${repaired} replaced by ${repaired === 1 ? "its source" : "their sources"}`,
    dropped && dropped < claims && `${dropped} left out`,
    unchecked && `${unchecked} unchecked`,
  ];
  return [checkedWords(claims - dropped, unchecked), ...rest].filter(Boolean).join(", ");
}

/** How many of the served sentences were checked. A sentence that was not checked is not counted as checked. */
function checkedWords(served, unchecked) {
  if (!served) return "No drafted sentence passed the check";
  if (unchecked) return `${served - unchecked} of ${plural(served, "sentence")} checked against ${served === 1 ? "its source" : "their sources"}`;
  if (served === 1) return "✓ 1 sentence checked against its source";
  return `✓ ${served === 2 ? "Both" : `All ${served}`} sentences checked against their sources`;
}

/** "One source"; "Four sources, 10–14 April 2026". */
export function sourcesLine({ independent_sources: n, oldest, newest }) {
  const count = `${inWords(n)} ${n === 1 ? "source" : "sources"}`;
  return [capitalize(count), dayRange(oldest ?? newest, newest ?? oldest)].filter(Boolean).join(", ");
}

/** "10–14 April 2026"; one day where both are the same, and empty where there is none. */
export function dayRange(first, last) {
  if (!first) return "";
  const [from, to] = [dateOf(first), dateOf(last)];
  return from && to ? closeUp(LONG_DAY.formatRange(from, to)) : [...new Set([day(first), day(last)])].join(" to ");
}

/** "six months ago", of two ISO days at least half a month apart. */
export function ago(then, now) {
  const months = Math.max(1, Math.round(daysBetween(then, now) / 30.44));
  const [n, unit] = months < 24 ? [months, "month"] : [Math.round(months / 12), "year"];
  return `${inWords(n)} ${n === 1 ? unit : `${unit}s`} ago`;
}

export function daysBetween(then, now) {
  return (dateOf(now) - dateOf(then)) / 86_400_000;
}

/** Browsers differ in the spaces around the dash: none between two days of one month. */
function closeUp(range) {
  return range.replace(/\s*–\s*/, " – ").replace(/^(\d+) – /, "$1–");
}

/** "1–3, 5" of [1, 2, 3, 5]; two neighbours stay apart. */
export function numberRanges(numbers) {
  const runs = [];
  for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
    if (runs.at(-1)?.at(-1) === n - 1) runs.at(-1).push(n);
    else runs.push([n]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(", "))).join(", ");
}

/** How a claim fared: `{state, label}` with state `passed`, `quoted`, `unchecked` or `failed`. Only a verdict of support passes. */
export function fate(claim) {
  if (claim.verdict === "unchecked") return { state: "unchecked", label: "Not checked" };
  if (claim.verdict !== "supported") return { state: "failed", label: "Failed the check" };
  if (claim.reason.startsWith("replaced by its source")) return { state: "quoted", label: "Replaced by its source" };
  return { state: "passed", label: "Passed the check" };
}

/** "Corvane Wire, 11 February 2026". */
export function origin(citation) {
  return `${citation.publisher ?? "outlet unknown"}, ${day(citation.published_at)}`;
}

/** "3 articles from 2 outlets". */
export function articlesAndOutlets({ articles, publishers }) {
  const outlets = publishers.filter((p) => p.publisher).length;
  return plural(articles, "article") + (outlets ? ` from ${plural(outlets, "outlet")}` : "");
}

/** What became of a cited article. */
export function staleWords({ state, reason }) {
  if (state === "changed") return "changed after this answer";
  if (state === "deleted") return "deleted from the archive";
  return `retracted${reason ? ` (${reason.replace(/[\s.]+$/, "")})` : ""}`;
}

/** "Source 1 was changed after this answer." @param found the stale citations of one article. */
export function staleSentence(found) {
  const [source, was] = found.length === 1 ? ["source", "was"] : ["sources", "were"];
  return `${source} ${numberRanges(found.map((s) => s.citation))} ${was} ${staleWords(found[0])}.`;
}

/** Whether the cited sentences themselves still stand in the newest version. */
export function stillSaid(found) {
  const gone = found.filter((s) => !s.still_said);
  if (!gone.length) return found.length === 1 ? "The cited sentence is still there." : "The cited sentences are still there.";
  if (found.length === 1) return "The cited sentence itself was changed.";
  return gone.length === found.length
    ? "The cited sentences themselves were changed."
    : `The cited sentence of ${numberRanges(gone.map((s) => s.citation))} itself was changed.`;
}

/** A filter in use, on the button that removes it. */
export const chipWords = {
  since: (value) => `From ${day(value)}`,
  until: (value) => `To ${day(value)}`,
  publisher: (value) => value,
  speaker: (value) => value,
  as_of: (value) => `As if today were ${day(value)}`,
  model: (value) => `Written by ${value}`,
};

/** "“Ferry stops”"; "2 articles". */
export function articleWords(n, title) {
  return n === 1 && title ? say.quoted(title) : plural(n, "article");
}

/** Filters in words, to stand under a question. @param only the single articles, in words. */
export function narrowing({ since, until, publisher, speaker, as_of, model }, only) {
  const words = [
    only && `only ${only}`,
    publisher && `only ${publisher}`,
    speaker && `only words of ${speaker}`,
    since && `from ${day(since)}`,
    until && `until ${day(until)}`,
    as_of && `as if today were ${day(as_of)}`,
    model && `written by ${model}`,
  ];
  return words.filter(Boolean).join(" · ");
}

/** Whether a sentence names its speaker, by any part of the name: "Ritvel said". */
export function namesSpeaker(words, speaker) {
  const parts = speaker.split(/\s+/).filter((part) => /^\p{Lu}/u.test(part) && part.length > 2);
  return words.toLowerCase().includes(speaker.toLowerCase()) || parts.some((part) => words.split(/[^\p{L}\p{N}-]+/u).includes(part));
}
