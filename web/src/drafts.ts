// Nothing typed is lost.
//
//   <textarea name="body" data-draft="marta/INF-2094/reply"></textarea> <span class="draft" data-draft-state></span>
//
// The text is kept in this browser under its key (the server puts the person into it)
// and comes back into an empty field. It is let go when its sending led elsewhere: a
// refused form is shown again with its text and does not redirect. The sign-in page
// says `<body data-forget-drafts>`, so that the next person finds nothing.
import { words } from "./words";

const PREFIX = "draft:";
const DAYS_MAX = 30;
const PAUSE_MILLISECONDS = 300;

type Draft = { text: string; at: number; sent: boolean };

export function keepDrafts(): void {
  const redirected = (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined)?.redirectCount ?? 0;
  sweep((draft) => "forgetDrafts" in document.body.dataset || (draft.sent && redirected > 0) || Date.now() - draft.at > DAYS_MAX * 86_400_000);
  const areas = [...document.querySelectorAll<HTMLTextAreaElement>("textarea[data-draft]")];
  for (const area of areas) keep(area);
  addEventListener("beforeunload", (event) => {
    if (areas.some((area) => area.isConnected && area.value !== area.defaultValue && !area.form?.hasAttribute("aria-busy"))) event.preventDefault();
  });
}

function keep(area: HTMLTextAreaElement): void {
  const key = PREFIX + area.dataset.draft;
  const draft = read(key);
  if (draft && area.value === "") {
    area.value = draft.text;
    tell(area, "draftBack");
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(area, key, false), PAUSE_MILLISECONDS);
  });
  // Leaving within the pause must not cost the last words.
  addEventListener("pagehide", () => {
    if (area.value !== area.defaultValue) save(area, key, area.form?.hasAttribute("aria-busy") ?? false);
  });
  area.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    save(area, key, true);
  });
  area.form?.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.response?.raw?.ok) localStorage.removeItem(key);
  });
}

function save(area: HTMLTextAreaElement, key: string, sent: boolean): void {
  if (area.value.trim() === "") return localStorage.removeItem(key);
  try {
    localStorage.setItem(key, JSON.stringify({ text: area.value, at: Date.now(), sent } satisfies Draft));
    if (!sent) tell(area, "draftKept");
  } catch {
    // No room: the warning on leaving still stands.
  }
}

function tell(area: HTMLTextAreaElement, word: "draftKept" | "draftBack"): void {
  const place = area.form?.querySelector<HTMLElement>("[data-draft-state]");
  if (place) place.textContent = words(word);
}

function read(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && typeof draft.text === "string" ? draft : undefined;
  } catch {
    return undefined;
  }
}

function sweep(gone: (draft: Draft) => boolean): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = read(key);
    if (!draft || gone(draft)) localStorage.removeItem(key);
  }
}
