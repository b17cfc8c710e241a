// Pages that follow what others do.
//
//   <html data-stream="/d/infocyte/agent/stream">
//   <section id="promises" data-live="ticket/INF-2094">...</section>
//
// When a topic changes, the page is fetched again as it is addressed, and the regions
// that named the topic are morphed: focus, selection and scroll position stay. What is
// being written must stand outside such a region, or carry `hx-morph-skip`.
import htmx from "htmx.org";

import { connect, type Report } from "./stream";
import { say, unsay } from "./toasts";
import { words } from "./words";

// Changes come in flurries: one command, several events.
const REST_MILLISECONDS = 150;

const dirty = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;
let fetching = false;

export function followChanges(): void {
  const address = document.documentElement.dataset.stream;
  if (!address || !document.querySelector("[data-live]")) return;
  listen(address);
  document.addEventListener("visibilitychange", schedule);
}

function listen(address: string): void {
  const script = document.querySelector<HTMLScriptElement>("script[data-worker]")?.dataset.worker;
  if (!("SharedWorker" in window) || !script) {
    const source = connect(address, hear);
    addEventListener("pagehide", () => source.close());
    // A page that comes back from the browser's memory has missed what happened.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    return;
  }
  const worker = new SharedWorker(script, { name: address });
  worker.port.onmessage = ({ data }) => hear(data as Report);
  worker.port.postMessage(address);
  addEventListener("pagehide", () => worker.port.postMessage("leave"));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function hear(report: Report): void {
  if (report.kind === "offline") return say("offline", words("offline"));
  if (report.kind === "online") return unsay("offline");
  for (const topic of report.topics) dirty.add(topic);
  schedule();
}

function schedule(): void {
  if (dirty.size === 0 || document.hidden || fetching) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, REST_MILLISECONDS);
}

function wants(region: HTMLElement, topics: Set<string>): boolean {
  const named = (region.dataset.live ?? "").split(" ");
  return topics.has("*") || named.includes("*") || named.some((topic) => topics.has(topic));
}

async function refresh(): Promise<void> {
  const topics = new Set(dirty);
  dirty.clear();
  const regions = [...document.querySelectorAll<HTMLElement>("[data-live]")].filter((region) => region.id && wants(region, topics));
  if (regions.length === 0) return;
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { "X-Live": "1" }, credentials: "same-origin" });
    // A sign-in page or a refusal is not the page we look at.
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of regions) {
      const next = fresh.getElementById(region.id);
      if (next && !next.isEqualNode(region)) await morph(region, next);
    }
  } catch {
    // No answer: the stream reports the loss, and its return refreshes everything.
  } finally {
    fetching = false;
    schedule();
  }
}

async function morph(region: HTMLElement, next: HTMLElement): Promise<void> {
  await htmx.swap({ text: next.outerHTML, target: region, swap: "outerMorph" });
  const now = document.getElementById(region.id);
  if (!now) return;
  now.dataset.changed = "";
  setTimeout(() => delete now.dataset.changed, 2000);
}
