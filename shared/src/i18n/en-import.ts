import type { viImport } from "./vi-import.ts";

export const enImport: Record<keyof typeof viImport, string> = {
  "new.title": "New report",
  "new.forbidden":
    "Only people with the coordinator role can create reports. Ask the administrator if you need it.",
  "new.forbidden.administrator":
    "Only people with the coordinator role can create reports. As an administrator you can give yourself this role on the page:",
  "new.way": "Start from",
  "new.way.file": "A file or existing text",
  "new.way.outline": "A pasted outline",
  "new.way.empty": "An empty report",
  "new.drop": "Drop a file here, or",
  "new.choose": "Choose a file…",
  "new.drop.hint":
    "A Word file (.docx) or plain text (.txt: UTF-8, UTF-16, Windows-1258, TCVN3), at most 20 MB.",
  "new.paste": "Or paste the text here",
  "new.paste.outline": "Paste the outline, one heading a line",
  "new.paste.outline.hint": "For example: I. ĐẶC ĐIỂM TÌNH HÌNH, next line: 1. Thuận lợi",
  "new.preview": "Preview",
  "new.reading": "Reading the text…",
  "new.start": "Continue",
  "new.again": "Choose another text",
  "new.secrecy.title": "No state secrets here",
  "new.secrecy.text":
    "This text bears a stamp of secrecy. This system must not be used to write or keep state secrets. Nothing was stored.",
  "new.secrecy.next":
    "Delete the file from this machine if it may not be kept here, and follow your agency's rules on state secrets.",
  "new.tooLarge": "The file is larger than 20 MB and was not read. Nothing was created.",
  "preview.title": "Preview before the report is created",
  "preview.lead": "Nothing is created yet. Put outline and header right, then press Create report.",
  "preview.encoding": "Encoding found: {encoding}",
  "preview.found": "{count} {count:heading|headings}",
  "preview.word.revisions": "This Word file has tracked changes that nobody has decided yet",
  "preview.word.revisions.accepted":
    "All count as accepted: what was put in is taken, what was taken out is not. If you want otherwise, accept or reject them in Word and import the file again.",
  "preview.word.choice": "When the report is created, these changes:",
  "preview.word.choice.suggest":
    "Are kept as suggestions under the names in the file; the section's owner decides them later",
  "preview.word.choice.accept": "Count as accepted: what was put in is taken, what was taken out is not",
  "preview.word.choice.hint":
    "The text below is shown as if every change were accepted. Changes of titles, of list marks and paragraph styles, and in head and end of the paper always count as accepted.",
  "preview.word.revisions.of":
    "{author}: {insertions} {insertions:insertion|insertions}, {deletions} {deletions:deletion|deletions}, {looks} {looks:change|changes} of looks",
  "preview.word.nobody": "(no name)",
  "preview.word.left": "Not taken from the Word file (the file itself is kept with the report)",
  "preview.word.comments": "{count} {count:comment|comments} by {authors}",
  "preview.word.tables":
    "The frame of {count} {count:table|tables} (in head or end of the paper, within another table, or too large): each row becomes a line of text",
  "preview.word.pictures": "{count} {count:picture|pictures}",
  "preview.word.notes": "{count} {count:footnote or endnote|footnotes or endnotes}",
  "preview.word.looks":
    "Alignment (outside tables), typefaces, sizes and colours; bold, italic and underline of section titles",
  "preview.issues": "{count} {count:thing needs|things need} a look",
  "preview.issues.more": "and {count} more that {count:is|are} not listed here.",
  "preview.issue.number-gap":
    "Section {label} follows {after}: a number is missing between. Numbers are computed anew.",
  "preview.issue.number-repeat":
    "Section {label} comes after {after}: a number is repeated. Numbers are computed anew.",
  "preview.issue.markup-removed": "Markup removed: {text}",
  "preview.issue.no-heading": "No heading was found. All text goes into one section.",
  "preview.issue.revisions-accepted":
    "Too many tracked changes ({title}): all of them there count as accepted.",
  "preview.issue.everywhere": "the whole report",
  "preview.issue.start": "(start of the report)",
  "preview.joined": "{count} {count:paragraph|paragraphs} cut by a page break joined",
  "preview.joined.at": "Joined at: “{at}”",
  "preview.tree": "Outline",
  "preview.tree.keys":
    "Mouse: drag a section onto another to put it right before that one. Keyboard: ↑ ↓ choose; Alt+↑ / Alt+↓ move; Tab leaves the tree; Alt+→ level down, Alt+← level up; F2 renames; Ctrl+M merges; Delete removes.",
  "preview.tree.empty": "The outline is empty. Add the first section.",
  "preview.promote": "Level up",
  "preview.demote": "Level down",
  "preview.move": "Move",
  "preview.merge": "Merge into the one before",
  "preview.split.at": "Split at this paragraph",
  "preview.rename": "Rename",
  "preview.remove": "Remove",
  "preview.remove.title": "Remove “{title}”?",
  "preview.remove.text":
    "This section with {held} and {children} {children:subsection|subsections} will not be in the report. The original file is kept with the report.",
  "preview.add": "Add section",
  "preview.newSection": "New section",
  "preview.undo": "Undo",
  "preview.redo": "Redo",
  "preview.untitled": "(no title)",
  "preview.paragraphs": "{count} {count:paragraph|paragraphs}",
  "preview.tables": "{count} {count:table|tables}",
  "preview.table": "Table of {rows} {rows:row|rows}",
  "preview.text": "Text of section {label}",
  "preview.text.none": "This section has no text yet.",
  "preview.select": "Choose a section in the outline to see its text.",
  "preview.done": "Done: {what}. Section {title}.",
  "preview.noEffect": "This cannot be done with the chosen section.",
  "preview.create": "Create report",
  "preview.created": "The report is created.",
};
