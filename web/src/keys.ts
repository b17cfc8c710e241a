// The keyboard: j and k through a list, `?` for the sheet of all keys, and whatever the
// page declares itself: `<a href="/new" data-hotkey="c">New ticket</a>`.
//
// Enter needs nothing: the keys move the real focus, which stands on the row's link.
// `<html data-keys="off">` silences all single-letter keys for those whom they disturb.
import { install } from "@github/hotkey";

import { open } from "./dialogs";
import { words } from "./words";

const LINKS = "[data-list] .row .subject, [data-list] tbody th a";

export function followKeys(): void {
  if (document.documentElement.dataset.keys === "off") return;
  declare(document);
  document.addEventListener("htmx:after:swap", () => declare(document));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x") select();
    else if (event.key === "?") open(sheet());
    else return;
    event.preventDefault();
  });
}

const declared = new WeakSet<HTMLElement>();

function declare(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-hotkey]")) {
    if (declared.has(element)) continue;
    declared.add(element);
    install(element);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

function move(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>(LINKS)];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? links[step > 0 ? 0 : links.length - 1] : links[at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function select(): void {
  document.activeElement?.closest(".row, tr")?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
}

// The sheet is made from the page, so that it cannot say what is not so.
function sheet(): HTMLDialogElement {
  document.getElementById("keys-sheet")?.remove();
  const dialog = document.createElement("dialog");
  dialog.id = "keys-sheet";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = words("keys");
  const list = document.createElement("dl");
  list.className = "keys";
  const add = (key: string, what: string): void => {
    const term = document.createElement("dt");
    for (const part of key.split(" ")) {
      const mark = document.createElement("kbd");
      mark.textContent = part;
      term.append(mark, " ");
    }
    const meaning = document.createElement("dd");
    meaning.textContent = what;
    list.append(term, meaning);
  };
  if (document.querySelector(LINKS)) {
    add("j", words("keyNext"));
    add("k", words("keyPrevious"));
    add("Enter", words("keyOpen"));
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-hotkey]")) {
    add(element.dataset.hotkey?.split(",")[0] ?? "", label(element));
  }
  if (document.querySelector("textarea")) add("Ctrl+Enter", words("keySend"));
  add("?", words("keyHelp"));
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = words("close");
  form.append(close);
  dialog.append(title, list, form);
  document.body.append(dialog);
  return dialog;
}

function label(element: HTMLElement): string {
  const given = element.getAttribute("aria-label") ?? element.dataset.keyLabel;
  if (given) return given;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const extra of copy.querySelectorAll("kbd, .n")) extra.remove();
  return copy.textContent?.trim() ?? "";
}
