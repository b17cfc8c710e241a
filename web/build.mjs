// Bundles the style sheet and the scripts into what the server compiles in.
import { build } from "esbuild";

await build({
  entryPoints: { main: "src/main.ts", style: "src/main.css", stream: "src/stream_worker.ts", workshop: "src/workshop.ts" },
  entryNames: "[name]",
  outdir: "../crates/server/assets/dist",
  absWorkingDir: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
  bundle: true,
  minify: true,
  // The licences of what is bundled stay with it.
  legalComments: "eof",
  format: "iife",
  target: ["chrome125", "firefox128", "safari17.5"],
  logLevel: "warning",
});
