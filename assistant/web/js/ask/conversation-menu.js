// What can be done with a conversation of the list: rename, share, export, print, delete.

import { at, call, request, withQuery } from "../api.js";
import { confirmed } from "../dialogs.js";
import { button, el } from "../dom.js";
import { conversationAddress, go } from "../router.js";
import { tellTabs } from "../tabs.js";
import { toast } from "../toast.js";
import { say } from "../wording/sheets.js";
import { keepDraft } from "./drafts.js";

const FORMATS = [
  ["markdown", "Markdown", "md"],
  ["word", "Word", "docx"],
  ["json", "JSON", "json"],
];

/** The buttons of a conversation's menu. @param list the `Conversations`. */
export function menuItems(list, conversation, menu) {
  const { conversation_id: id, shared } = conversation;
  const item = (words, what, attributes) =>
    button(words, () => ((menu.open = false), what().catch((error) => (list.told.textContent = error.message))), attributes);
  return [
    item(say.rename, () => rename(list, conversation, menu)),
    item(say.copyLink, () => copyLink(list, id)),
    item(say.share, () => share(list, id)),
    shared && item(say.stopSharing, () => unshare(list, id)),
    FORMATS.map(([format, name, suffix]) => item(say.exportAs(name), () => download(id, format, suffix))),
    item(say.print, () => printOne(list, id)),
    item(say.delete, () => remove(list, conversation), { class: "button danger" }),
  ];
}

/** The title becomes a field; Enter keeps what is written, Escape what was. */
async function rename(list, { conversation_id: id, title }, menu) {
  const field = el("input", { value: title ?? "", maxlength: 200, "aria-label": say.newTitle });
  const save = async () => {
    if (field.value.trim()) await call("PATCH", at("v1", "conversations", id), { title: field.value.trim() });
    tellTabs({ id });
    list.onRename();
    list.load();
  };
  const form = el(
    "form",
    {
      class: "rename",
      submit: (e) => (e.preventDefault(), save().catch((error) => (list.told.textContent = error.message))),
      keydown: (e) => e.key === "Escape" && (e.stopPropagation(), list.load()),
    },
    field,
    el("button", { class: "button" }, say.save),
  );
  menu.parentElement.replaceChildren(form);
  field.select();
}

/** It opens for whoever has the same key, or for everybody where the server needs none. */
async function copyLink(list, id) {
  await navigator.clipboard.writeText(location.origin + conversationAddress(id));
  list.told.textContent = say.linkCopied;
}

/** The link opens this conversation, to be read only, for whoever has it. Each time it is another one; all are taken back together. */
async function share(list, id) {
  const { path } = await call("POST", at("v1", "conversations", id, "share"));
  const link = location.origin + path;
  await list.load();
  const copied = await navigator.clipboard?.writeText(link).then(
    () => true,
    () => false,
  );
  list.told.textContent = copied ? say.sharedLink : say.sharedAt(link);
}

async function unshare(list, id) {
  await call("DELETE", at("v1", "conversations", id, "share"));
  await list.load();
  list.told.textContent = say.unshared;
}

/** Only what is shown can be printed. */
async function printOne(list, id) {
  if (id !== list.current) {
    go(conversationAddress(id));
    await new Promise((shown) => addEventListener("titled", shown, { once: true }));
  }
  print();
}

/** It leaves the list at once, and the server when the time to undo is over. */
async function remove(list, { conversation_id: id, title }) {
  const name = title || say.untitled;
  if (!(await confirmed(say.sureToDelete(name), say.delete))) return;
  const wasOpen = id === list.current;
  const keep = async (kept) => {
    list.leaving.delete(id);
    if (kept && wasOpen) go(conversationAddress(id));
    await list.load();
    if (kept) list.list.querySelector(`[data-id="${id}"]`)?.focus();
  };
  list.leaving.add(id);
  list.element.querySelector(".new").focus();
  toast(say.wasDeleted(name), {
    undo: () => keep(true),
    done: () =>
      deleteForGood(id).then(
        () => keep(false),
        (error) => keep(false).then(() => (list.told.textContent = error.message)),
      ),
  });
  list.onDelete(id);
  await list.load();
}

async function deleteForGood(id) {
  await request("DELETE", at("v1", "conversations", id), { keepalive: true }); // also while the page is closed
  keepDraft(id, undefined);
  tellTabs({ id, deleted: true });
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
