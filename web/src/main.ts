// What the browser adds to pages that work without it. Each module looks for its own
// attributes in the page and does nothing where there are none; each can be left out.
import "htmx.org";

import { followDialogs } from "./dialogs";
import { keepDrafts } from "./drafts";
import { followKeys } from "./keys";
import { followChanges } from "./live";
import { guardSubmits } from "./submits";
import { tellTimes } from "./times";

tellTimes();
followChanges();
keepDrafts();
guardSubmits();
followKeys();
followDialogs();
