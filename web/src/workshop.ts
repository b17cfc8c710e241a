// An editor in the place of the policy's text area, with findings on their lines while
// one types. Loaded on the workshop's page alone; without it the text area and its
// button do the same.
//
//   <form data-workshop="/d/.../check" data-lint="Findings"> ... <textarea name="source">
//
// The editor lives in a shadow root: there its styles are style sheets of the document
// and no elements, which the policy for content would refuse.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { type Diagnostic, lintGutter, lintKeymap, linter } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";

const PAUSE_MILLISECONDS = 400;

type Finding = { severity: "error" | "warning" | "note"; line: number; column: number; width: number; message: string; help: string };

function edit(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  const label = area.labels?.[0];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        history(),
        linter((view) => findings(form, view.state.doc), { delay: PAUSE_MILLISECONDS }),
        // Tab leaves the editor, as it leaves every field.
        keymap.of([...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ "aria-label": label?.querySelector("span")?.textContent ?? "", "aria-multiline": "true", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        looks,
      ],
    }),
  });
  (label ?? area).before(host);
  if (label) label.hidden = true;
  // Outside, a key pressed in a shadow root looks like one pressed on no field: without
  // this the page's own keys would swallow letters.
  host.addEventListener("keydown", (event) => event.stopPropagation());
  // A finding in the list leads to its line.
  for (const item of document.querySelectorAll<HTMLElement>("[data-line]")) {
    item.addEventListener("click", (event) => {
      event.preventDefault();
      const line = view.state.doc.line(Math.min(Number(item.dataset.line), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    });
  }
  addEventListener("beforeunload", (event) => {
    if (area.value !== area.defaultValue && !form.hasAttribute("aria-busy")) event.preventDefault();
  });
}

// Chrome would keep the look of what is typed over in a style attribute, which the
// policy for content refuses.
function typeOver(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || !event.data || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

async function findings(form: HTMLFormElement, doc: Text): Promise<Diagnostic[]> {
  const body = new URLSearchParams({ source: doc.toString() });
  const answer = await fetch(form.dataset.workshop ?? "", { method: "POST", body }).catch(() => undefined);
  // Without an answer the last findings would be of another text.
  if (!answer?.ok) return [];
  return ((await answer.json()) as Finding[]).map((found) => placed(found, doc));
}

function placed(found: Finding, doc: Text): Diagnostic {
  const line = doc.line(Math.min(Math.max(found.line, 1), doc.lines));
  // Columns count characters, places count UTF-16.
  const letters = [...line.text];
  const before = letters.slice(0, found.column - 1).join("").length;
  const marked = letters.slice(found.column - 1, found.column - 1 + found.width).join("").length;
  const from = Math.min(line.from + before, line.to);
  return {
    from,
    to: Math.min(from + marked, line.to),
    severity: found.severity === "note" ? "info" : found.severity,
    message: found.help ? `${found.message}\n${found.help}` : found.message,
  };
}

const looks = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)", fontSize: "var(--t-s)", blockSize: "70vh" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderInlineStartColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--ink-soft)", backgroundColor: "var(--inset)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--inset)" },
  // Signs of letters: the pictures that come with the package are addresses of data.
  ".cm-lintRange": { backgroundImage: "none" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--late)" },
  ".cm-lintRange-warning": { textDecoration: "underline wavy var(--soon)" },
  ".cm-lintRange-info": { textDecoration: "underline dotted var(--ink-soft)" },
  ".cm-lint-marker": { content: "normal", textAlign: "center", fontWeight: "700" },
  ".cm-lint-marker-error::before": { content: '"×"', color: "var(--late)" },
  ".cm-lint-marker-warning::before": { content: '"!"', color: "var(--soon)" },
  ".cm-lint-marker-info::before": { content: '"i"', color: "var(--ink-soft)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--sheet)", border: "1px solid var(--line-strong)", maxInlineSize: "40rem", whiteSpace: "pre-line" },
});

const form = document.querySelector<HTMLFormElement>("form[data-workshop]");
const area = form?.querySelector<HTMLTextAreaElement>("textarea[name=source]");
if (form && area) edit(form, area);
