import type { viErrors } from "./vi-errors.ts";

export const enErrors: Record<keyof typeof viErrors, string> = {
  "error.offline":
    "The server cannot be reached. Nothing was sent; what you typed is still on the page. Check the network and try again.",
  "error.malformed": "What was sent is not right. Nothing changed; check the fields and send again.",
  "error.signed-out": "Your session has ended. Everything on the page is kept; sign in again.",
  "error.forbidden": "You may not do this. Nothing changed; ask the report's coordinator.",
  "error.not-found": "Not found, or you may not see it. Ask the report's coordinator if you need it.",
  "error.origin-refused":
    "The request came from an unknown address and was refused. Open the system at its official address.",
  "error.csrf-refused":
    "This page has been open for long and the request was refused. Nothing changed; reload and try again.",
  "error.stale-version":
    "Somebody has just changed this very place. What you typed is kept; look at the new value and decide.",
  "error.wrong-state":
    "The state has changed, so this cannot be done any more. The page shows the latest state.",
  "error.lineage-changed":
    "This section was repaired after its stored text was damaged. Reload the page; unsaved text is kept as retained edits.",
  "error.quote-changed":
    "The quoted text has just changed. Select it again and send once more; your words are kept.",
  "error.too-many": "There are too many: no more can be added.",
  "error.reason-required": "A reason is needed. Nothing changed.",
  "error.too-large": "This is too large and was not accepted. Nothing was stored; split it and send again.",
  "error.section-too-large":
    "The section has reached its size limit. Saved text is safe; move some of it to another section.",
  "error.unsupported-encoding": "The server takes no compressed content. Send it again uncompressed.",
  "error.unsupported-file":
    "This file is not readable text. Nothing was created; save it as Word (.docx) or plain text (.txt, UTF-8) and try again.",
  "error.empty-file": "The file has no text. Nothing was created; choose another file.",
  "error.secrecy-stamp":
    "The text bears a stamp of secrecy. This system must not be used to write or keep state secrets. Nothing was stored.",
  "error.not-ready":
    "The report is not ready to be finalised. Nothing changed; see the list of what is left.",
  "error.section-locked":
    "The section is locked. Saved text is safe, unsaved text is kept for you; ask the coordinator.",
  "error.section-closed":
    "The section was submitted or approved and cannot be edited. Saved text is safe; ask the coordinator to return it.",
  "error.report-sealed":
    "The report is sealed and nobody can change it. To change it, the coordinator starts a revision.",
  "error.section-damaged":
    "The stored text of this section is damaged; it opens at its last good state, read only. Tell the administrator.",
  "error.client-too-old": "There is a new version of this page. Your text is kept; reload the page.",
  "error.rate-limited": "Too many requests in a short time. Nothing is lost; wait a minute and try again.",
  "error.update-refused":
    "The server refused an invalid change. Saved text is safe; the refused text is kept for you.",
  "error.text-removed":
    "The paragraphs being written in were removed by somebody else, and too much was written to place it anew. It is kept as retained edits.",
  "error.username-taken": "This user name is taken. Choose another one.",
  "error.weak-password":
    "The password is too weak or too common. Use at least 10 characters that are harder to guess.",
  "error.link-expired": "This link was used or has expired. Ask the administrator for a new one.",
  "error.already-set-up": "The system is already set up. Sign in.",
  "error.storage-unavailable":
    "The server cannot write at the moment. Nothing changed; what you typed is still on the page. Try again in a few minutes.",
  "error.overloaded": "The server is overloaded. Nothing is lost; try again in a few minutes.",
  "error.draining": "The server is restarting. Nothing is lost; the page reconnects by itself.",
  "error.internal":
    "The server failed. What was saved is safe; try again, and tell the administrator if it fails again.",
};
