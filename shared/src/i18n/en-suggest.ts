import type { viSuggest } from "./vi-suggest.ts";

export const enSuggest: Readonly<Record<keyof typeof viSuggest, string>> = {
  "suggest.toggle": "Suggest",
  "suggest.title": "Suggest: what you change from here on waits for the owner's decision",
  "suggest.waiting": "Switches when everything is saved",
  "suggest.only": "Suggestions only",
  "suggest.onlyWhy":
    "Your unit reviews this section: what you change are suggestions that wait for the owner's decision.",
  "suggest.cannot.table-shape":
    "Merging and splitting cells, header rows and sizes of tables cannot be suggested. Write to the owner instead.",
  "suggest.cannot.others-look":
    "Another suggestion about the look of this text is waiting. It has to be decided first.",
  "suggest.cannot.structure":
    "This change cannot be suggested as one. Do it in parts; do not select from outside into a table.",
  "changes.title": "Suggestions",
  "changes.show": "Suggestions",
  "changes.empty": "No suggestion is waiting.",
  "changes.count": "{count} {count:suggestion is|suggestions are} waiting",
  "changes.kind.insert": "adds",
  "changes.kind.delete": "deletes",
  "changes.kind.replace": "replaces",
  "changes.kind.format": "changes formatting",
  "changes.kind.look": "changes the paragraph's style",
  "changes.kind.split": "splits the paragraph",
  "changes.kind.join": "joins paragraphs",
  "changes.kind.insert-block": "adds a row, column, table or paragraph",
  "changes.kind.delete-block": "deletes a row, column, table or paragraph",
  "changes.accept": "Accept",
  "changes.reject": "Reject",
  "changes.acceptOne": "Accept the suggestion of {name}: {quote}",
  "changes.rejectOne": "Reject the suggestion of {name}: {quote}",
  "changes.goTo": "Go to this place in the text",
  "changes.acceptAll": "Accept all in this section",
  "changes.rejectAll": "Reject all in this section",
  "changes.acceptAllAsk": "Accept {count} {count:suggestion|suggestions} of section {label}?",
  "changes.rejectAllAsk": "Reject {count} {count:suggestion|suggestions} of section {label}?",
  "changes.undoHint": "Every decision can be taken back in the list below.",
  "changes.changed":
    "{count} {count:suggestion has|suggestions have} just changed and still wait. Look again before deciding.",
  "changes.decided": "Decided lately",
  "changes.accepted": "{name} accepted {count} {count:suggestion|suggestions}, {time}",
  "changes.rejected": "{name} rejected {count} {count:suggestion|suggestions}, {time}",
  "changes.takeBack": "Take back",
  "changes.takenBack": "taken back",
  "changes.cannotTakeBack": "This cannot be taken back: the place is no longer in the text.",
  "help.changesPanel": "Show or hide the list of suggestions",
};
