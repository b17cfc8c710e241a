// One connection to a desk's stream of changes, whoever holds it: the shared worker or,
// where a browser has none, the page itself.
//
// The server sends `event: changed` with the changed topics as data, separated by spaces
// ("ticket/INF-2094 inbox"). A connection that comes back has missed something, so it
// reports `*`: everything may have changed.

export type Report = { kind: "changed"; topics: string[] } | { kind: "offline" } | { kind: "online" };

export function connect(address: string, report: (report: Report) => void): EventSource {
  const source = new EventSource(address);
  let lost = false;
  source.addEventListener("open", () => {
    if (lost) {
      report({ kind: "online" });
      report({ kind: "changed", topics: ["*"] });
    }
    lost = false;
  });
  source.addEventListener("error", () => {
    if (!lost) report({ kind: "offline" });
    lost = true;
  });
  source.addEventListener("changed", (event) => {
    report({ kind: "changed", topics: String((event as MessageEvent).data).split(" ").filter(Boolean) });
  });
  return source;
}
