// The shared worker: one stream per browser and desk. A browser opens six connections to
// a host; with one stream per tab the seventh tab would hang.
import { connect, type Report } from "./stream";

const pages: MessagePort[] = [];
let source: EventSource | undefined;

self.addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0];
  if (!port) return;
  pages.push(port);
  port.onmessage = ({ data }) => {
    if (data === "leave") {
      pages.splice(pages.indexOf(port), 1);
    } else if (!source || source.readyState === EventSource.CLOSED) {
      // A closed source was refused by the server; a page that signs in again reopens it.
      source = connect(String(data), (report: Report) => pages.forEach((page) => page.postMessage(report)));
    }
  };
});
