// The list of conversations: search, open, rename, share, export, delete.

import { at, call, request, withQuery } from "../api.js";
import { confirmed } from "../dialogs.js";
import { bdi, button, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { conversationAddress, go } from "../router.js";
import { tellTabs } from "../tabs.js";
import { toast } from "../toast.js";
import { day, plural } from "../wording.js";
import { keepDraft } from "./drafts.js";

const WAIT = 150; // ms after the last letter of a search
const FORMATS = [
  ["markdown", "Markdown", "md"],
  ["word", "Word", "docx"],
  ["json", "JSON", "json"],
];

export class Conversations {
  /** @param onDelete called with the id of a conversation that is no more. @param onRename called when a title has changed. */
  constructor(onDelete, onRename) {
    this.onDelete = onDelete;
    this.onRename = onRename;
    this.current = null;
    this.leaving = new Set(); // those that are deleted unless the reader undoes it
    this.search = el("input", { type: "search", "aria-label": "Search your conversations", placeholder: "Search", input: () => this.searchSoon() });
    this.list = el("ul", { class: "conversation-list" });
    this.told = el("p", { class: "quiet-words", role: "status" });
    this.element = el(
      "nav",
      { class: "rail", id: "rail", "aria-label": "Conversations" },
      ownLink("/", { class: "button primary new" }, "New question"),
      el("h2", {}, "Conversations"),
      this.search,
      this.told,
      this.list,
      el("p", { class: "quiet-words keys-hint" }, el("kbd", {}, "Ctrl K"), " to find, ", el("kbd", {}, "?"), " for keys"),
    );
  }

  async load() {
    try {
      const text = this.search.value.trim();
      const { conversations } = await call("GET", withQuery("/v1/conversations", { text }));
      if (text !== this.search.value.trim()) return;
      const shown = conversations.filter((c) => (c.turns || c.title) && !this.leaving.has(c.conversation_id)); // not those that a question was only tried in
      fill(
        this.list,
        shown.map((c) => this.item(c)),
      );
      this.told.textContent = shown.length ? "" : text ? "None found." : "None yet.";
      this.mark(this.current);
    } catch (error) {
      this.told.textContent = error.message;
    }
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), WAIT);
  }

  /** Shows which conversation is open. */
  mark(id) {
    this.current = id;
    for (const link of this.list.querySelectorAll("a")) {
      if (link.dataset.id === id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  item(conversation) {
    const { conversation_id: id, title, updated_at, turns, shared } = conversation;
    const link = ownLink(
      conversationAddress(id),
      { class: "conversation-link", "data-id": id },
      bdi(title || "Untitled"),
      el("span", { class: "when" }, `${day(updated_at, "short")} · ${plural(turns, "question")}${shared ? " · shared" : ""}`),
    );
    return el("li", {}, link, this.menu(conversation));
  }

  menu(conversation) {
    const { conversation_id: id, title, shared } = conversation;
    const close = () => (menu.open = false);
    const doing = (what) => () => (close(), what().catch((error) => (this.told.textContent = error.message)));
    const menu = el(
      "details",
      {
        class: "menu",
        keydown: (e) => e.key === "Escape" && (close(), menu.querySelector("summary").focus(), e.stopPropagation()),
        toggle: () => menu.open && menu.lastElementChild.scrollIntoView({ block: "nearest" }), // the last one would be cut off
        focusout: (e) => e.relatedTarget && !menu.contains(e.relatedTarget) && close(),
      },
      el("summary", { "aria-label": `Actions for ${title || "Untitled"}` }, "⋯"),
      el(
        "div",
        { class: "menu-items" },
        button(
          "Rename",
          doing(() => this.rename(conversation, menu)),
        ),
        button(
          "Copy link",
          doing(() => this.copyLink(id)),
        ),
        button(
          "Share",
          doing(() => this.share(id)),
        ),
        shared &&
          button(
            "Stop sharing",
            doing(() => this.unshare(id)),
          ),
        FORMATS.map(([format, name, suffix]) =>
          button(
            `Export as ${name}`,
            doing(() => download(id, format, suffix)),
          ),
        ),
        button(
          "Print, or save as PDF",
          doing(() => this.print(id)),
        ),
        button(
          "Delete",
          doing(() => this.remove(conversation)),
          { class: "button danger" },
        ),
      ),
    );
    return menu;
  }

  /** The title becomes a field; Enter keeps what is written, Escape what was. */
  async rename({ conversation_id: id, title }, menu) {
    const field = el("input", { value: title ?? "", maxlength: 200, "aria-label": "New title" });
    const save = async () => {
      if (field.value.trim()) await call("PATCH", at("v1", "conversations", id), { title: field.value.trim() });
      tellTabs({ id });
      this.onRename();
      this.load();
    };
    const form = el(
      "form",
      {
        class: "rename",
        submit: (e) => (e.preventDefault(), save().catch((error) => (this.told.textContent = error.message))),
        keydown: (e) => e.key === "Escape" && (e.stopPropagation(), this.load()),
      },
      field,
      el("button", { class: "button" }, "Save"),
    );
    menu.parentElement.replaceChildren(form);
    field.select();
  }

  /** It opens for whoever has the same key, or for everybody where the server needs none. */
  async copyLink(id) {
    await navigator.clipboard.writeText(location.origin + conversationAddress(id));
    this.told.textContent = "Link copied.";
  }

  /** The link opens this conversation, to be read only, for whoever has it. Each time it is another one; all are taken back together. */
  async share(id) {
    const { path } = await call("POST", at("v1", "conversations", id, "share"));
    const link = location.origin + path;
    await this.load();
    const copied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    this.told.textContent = copied
      ? "Link copied. Whoever has it can read this conversation."
      : `Whoever has this link can read this conversation: ${link}`;
  }

  async unshare(id) {
    await call("DELETE", at("v1", "conversations", id, "share"));
    await this.load();
    this.told.textContent = "No longer shared. Its links open nothing.";
  }

  /** Only what is shown can be printed. */
  async print(id) {
    if (id !== this.current) {
      go(conversationAddress(id));
      await new Promise((shown) => addEventListener("titled", shown, { once: true }));
    }
    print();
  }

  /** It leaves the list at once, and the server when the time to undo is over. */
  async remove({ conversation_id: id, title }) {
    const name = title || "Untitled";
    if (!(await confirmed(`Delete “${name}” with its questions and answers?`, "Delete"))) return;
    const wasOpen = id === this.current;
    const keep = async (kept) => {
      this.leaving.delete(id);
      if (kept && wasOpen) go(conversationAddress(id));
      await this.load();
      if (kept) this.list.querySelector(`[data-id="${id}"]`)?.focus();
    };
    this.leaving.add(id);
    this.element.querySelector(".new").focus();
    toast(`“${name}” was deleted.`, {
      undo: () => keep(true),
      done: () =>
        this.deleteForGood(id).then(
          () => keep(false),
          (error) => keep(false).then(() => (this.told.textContent = error.message)),
        ),
    });
    this.onDelete(id);
    await this.load();
  }

  async deleteForGood(id) {
    await request("DELETE", at("v1", "conversations", id), { keepalive: true }); // also while the page is closed
    keepDraft(id, undefined);
    tellTabs({ id, deleted: true });
  }
}

/** Through fetch, not a plain link, which could not carry a key. */
async function download(id, format, suffix) {
  const response = await request("GET", withQuery(at("v1", "conversations", id, "export"), { format }));
  const address = URL.createObjectURL(await response.blob());
  const link = el("a", { download: `conversation-${id}.${suffix}` });
  link.href = address; // of our own making
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
