// The list of conversations: open, rename, delete, export.

import { at, call, request, withQuery } from "../api.js";
import { confirmed } from "../dialogs.js";
import { bdi, button, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { conversationAddress } from "../router.js";
import { day, plural } from "../wording.js";

export class Conversations {
  /** @param onDelete called with the id of a conversation that is no more. */
  constructor(onDelete) {
    this.onDelete = onDelete;
    this.current = null;
    this.list = el("ul", { class: "conversation-list" });
    this.told = el("p", { class: "quiet-words", role: "status" });
    this.element = el(
      "nav",
      { class: "rail", id: "rail", "aria-label": "Conversations" },
      ownLink("/", { class: "button primary new" }, "New question"),
      el("h2", {}, "Conversations"),
      this.told,
      this.list,
    );
  }

  async load() {
    try {
      const { conversations } = await call("GET", "/v1/conversations");
      const shown = conversations.filter((c) => c.turns || c.title); // not those that a question was only tried in
      fill(
        this.list,
        shown.map((c) => this.item(c)),
      );
      this.told.textContent = shown.length ? "" : "None yet.";
      this.mark(this.current);
    } catch (error) {
      this.told.textContent = error.message;
    }
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
    const { conversation_id: id, title, updated_at, turns } = conversation;
    const link = ownLink(
      conversationAddress(id),
      { class: "conversation-link", "data-id": id },
      bdi(title || "Untitled"),
      el("span", { class: "when" }, `${day(updated_at, "short")} · ${plural(turns, "question")}`),
    );
    return el("li", {}, link, this.menu(conversation));
  }

  menu(conversation) {
    const { conversation_id: id, title } = conversation;
    const close = () => (menu.open = false);
    const doing = (what) => () => (close(), what().catch((error) => (this.told.textContent = error.message)));
    const menu = el(
      "details",
      {
        class: "menu",
        keydown: (e) => e.key === "Escape" && (close(), menu.querySelector("summary").focus(), e.stopPropagation()),
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
          "Export as Markdown",
          doing(() => download(id, "markdown", "md")),
        ),
        button(
          "Export as JSON",
          doing(() => download(id, "json", "json")),
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
    const save = async () => (field.value.trim() && (await call("PATCH", at("v1", "conversations", id), { title: field.value.trim() })), this.load());
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

  async remove({ conversation_id: id, title }) {
    if (!(await confirmed(`Delete “${title || "Untitled"}” with its questions and answers?`, "Delete"))) return;
    await call("DELETE", at("v1", "conversations", id));
    await this.load();
    this.onDelete(id);
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
