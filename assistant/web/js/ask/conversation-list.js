// The list of conversations: search and open. What can be done with one is in its menu.

import { call, withQuery } from "../api.js";
import { bdi, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { conversationAddress } from "../router.js";
import { say } from "../wording.js";

const WAIT = 150; // ms after the last letter of a search

export class Conversations {
  /** @param onDelete called with the id of a conversation that is no more. @param onRename called when a title has changed. */
  constructor(onDelete, onRename) {
    this.onDelete = onDelete;
    this.onRename = onRename;
    this.current = null;
    this.leaving = new Set(); // those that are deleted unless the reader undoes it
    this.search = el("input", { type: "search", "aria-label": say.searchConversations, placeholder: say.search, input: () => this.searchSoon() });
    this.list = el("ul", { class: "conversation-list" });
    this.told = el("p", { class: "quiet-words", role: "status" });
    this.element = el(
      "nav",
      { class: "rail", id: "rail", "aria-label": say.conversations },
      ownLink("/", { class: "button primary new" }, say.newQuestion),
      el("h2", {}, say.conversations),
      this.search,
      this.told,
      this.list,
      el("p", { class: "quiet-words keys-hint" }, el("kbd", {}, "Ctrl K"), say.toFind, el("kbd", {}, "?"), say.forKeys),
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
      this.told.textContent = shown.length ? "" : text ? say.noneFound : say.noneYet;
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
      bdi(title || say.untitled),
      el("span", { class: "when" }, say.lastAsked(updated_at, turns, shared)),
    );
    return el("li", {}, link, this.menu(conversation));
  }

  /** What can be done with a conversation. It is loaded when a menu is opened for the first time. */
  menu(conversation) {
    const items = el("div", { class: "menu-items" });
    const close = () => (menu.open = false);
    const open = async () => {
      if (!menu.open) return;
      if (!items.hasChildNodes()) fill(items, (await import("./conversation-menu.js")).menuItems(this, conversation, menu));
      items.scrollIntoView({ block: "nearest" }); // the last one would be cut off
    };
    const menu = el(
      "details",
      {
        class: "menu",
        keydown: (e) => e.key === "Escape" && (close(), menu.querySelector("summary").focus(), e.stopPropagation()),
        toggle: () => open().catch(() => (close(), (this.told.textContent = say.unreachable))),
        focusout: (e) => e.relatedTarget && !menu.contains(e.relatedTarget) && close(),
      },
      el("summary", { "aria-label": say.actionsFor(conversation.title || say.untitled) }, "⋯"),
      items,
    );
    return menu;
  }
}
