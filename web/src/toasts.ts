// Short words in passing, read out by screen readers. One of a kind at a time.

export function say(kind: string, text: string): void {
  unsay(kind);
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.dataset.kind = kind;
  toast.textContent = text;
  shelf().append(toast);
}

export function unsay(kind: string): void {
  document.querySelector(`.toast[data-kind="${kind}"]`)?.remove();
}

function shelf(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".toasts");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}
