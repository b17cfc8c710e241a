// Times that move: countdowns to a deadline and "three minutes ago".
//
//   <span data-due="2026-11-20T16:40:00Z" data-left="{} left" data-late="{} late">24 min left</span>
//   <time datetime="2026-11-20T15:40:00Z" data-relative title="...">an hour ago</time>
//
// The server's clock counts, not the viewer's: `<html data-now="...">` says what it was
// when the page was made. States change with the time as well: a `.clock` around a
// countdown becomes soon at `data-warn` and late at `data-due`.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// h, min and s are the same in every language; the day is not.
const DAY_SIGN: Record<string, string> = { fr: "j" };

let skew = 0;

/** The server's time, in milliseconds. */
export function now(): number {
  return Date.now() + skew;
}

export function tellTimes(): void {
  const served = Date.parse(document.documentElement.dataset.now ?? "");
  if (!Number.isNaN(served)) skew = served - Date.now();
  tell();
  setInterval(() => {
    if (!document.hidden) tell();
  }, SECOND);
  document.addEventListener("visibilitychange", tell);
  document.addEventListener("htmx:after:swap", tell);
}

/** A length as people read it, in its two largest units. */
export function length(milliseconds: number, language: string): string {
  const day = DAY_SIGN[language.slice(0, 2)] ?? "d";
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  if (days > 0) return hours > 0 ? `${days} ${day} ${hours} h` : `${days} ${day}`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return `${minutes} min`;
  return `${Math.max(0, Math.floor(milliseconds / SECOND))} s`;
}

function tell(): void {
  const language = document.documentElement.lang || "en";
  const at = now();
  for (const element of document.querySelectorAll<HTMLElement>("[data-due]")) countdown(element, at, language);
  for (const element of document.querySelectorAll<HTMLElement>("time[data-relative]")) relative(element, at, language);
}

function countdown(element: HTMLElement, at: number, language: string): void {
  const due = Date.parse(element.dataset.due ?? "");
  if (Number.isNaN(due)) return;
  const pattern = (at < due ? element.dataset.left : element.dataset.late) ?? "{}";
  write(element, pattern.replace("{}", length(Math.abs(due - at), language)));

  const clock = element.closest<HTMLElement>(".clock");
  const warn = Date.parse(element.dataset.warn ?? "");
  if (clock?.dataset.state === "track" && at >= warn) clock.dataset.state = "soon";
  if ((clock?.dataset.state === "track" || clock?.dataset.state === "soon") && at >= due) clock.dataset.state = "late";
}

function relative(element: HTMLElement, at: number, language: string): void {
  const then = Date.parse(element.getAttribute("datetime") ?? "");
  if (Number.isNaN(then)) return;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const past = then - at;
  const size = Math.abs(past);
  if (size < MINUTE) write(element, format.format(0, "second"));
  else if (size < HOUR) write(element, format.format(Math.trunc(past / MINUTE), "minute"));
  else if (size < DAY) write(element, format.format(Math.trunc(past / HOUR), "hour"));
  else if (size < 30 * DAY) write(element, format.format(Math.trunc(past / DAY), "day"));
  // Older than a month the date the server wrote says more than "5 weeks ago".
}

// Only a change is written, so that nothing is laid out again for nothing.
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
