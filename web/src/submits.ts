// Sending: Ctrl+Enter from a text area, and never twice.
//
// The guard is a comfort. What makes a doubled form harmless is the `once` key in it,
// which the server looks at.

export function guardSubmits(): void {
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(area instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    const button = area.form?.querySelector<HTMLButtonElement>("button.go:not([type=button]), button[type=submit]");
    area.form?.requestSubmit(button ?? null);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (form.hasAttribute("aria-busy")) return event.preventDefault();
    if (!event.defaultPrevented) form.setAttribute("aria-busy", "true");
  });
  // Back from the next page, the form may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  });
}
