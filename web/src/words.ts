// The few words the script itself says. The page brings them in its own language as
// `<div id="words" hidden data-offline="...">`; English stands in where it does not.
const english = {
  offline: "The connection is lost. What you see may be old.",
  draftKept: "Draft kept",
  draftBack: "Your draft is back",
  keys: "Keys",
  keyHelp: "All keys",
  keyNext: "Next in the list",
  keyPrevious: "Previous in the list",
  keyOpen: "Open",
  keySend: "Send what is being written",
  close: "Close",
};

export function words(name: keyof typeof english): string {
  return document.getElementById("words")?.dataset[name] ?? english[name];
}
