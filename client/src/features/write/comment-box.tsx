import { maxCommentLength } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { findFolded } from "../../editor/accent-fold.ts";
import { isTextInput } from "../../editor/keymap.ts";
import { useText } from "../../i18n/use-text.ts";

export type PickedMention =
  { readonly kind: "person"; readonly id: string } | { readonly kind: "unit"; readonly id: string };

export interface Mentionable {
  readonly mention: PickedMention;
  readonly name: string;
  /** A person's unit. */
  readonly detail: string;
}

/** Everybody and every unit by name; people first. */
export function mentionableIn(report: Pick<ReportView, "people" | "units">): readonly Mentionable[] {
  const unitOf = (id: string | null) => report.units.find((unit) => unit.id === id)?.name ?? "";
  return [
    ...report.people.map(({ id, name, unitId }) => ({
      mention: { kind: "person" as const, id },
      name,
      detail: unitOf(unitId),
    })),
    ...report.units.map(({ id, name }) => ({ mention: { kind: "unit" as const, id }, name, detail: "" })),
  ];
}

const offered = 6;
/** "@" at a word's beginning and what follows it, up to the caret. */
const asking = /(?:^|\s)@([^@\n]{0,40})$/u;

interface CommentBoxProps {
  readonly label: string;
  readonly submit: string;
  readonly initial: string;
  readonly mentionable: readonly Mentionable[];
  /** What was mentioned in the words that are being changed. */
  readonly mentioned?: readonly PickedMention[];
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly hasFocus: boolean;
  readonly onWords: (words: string) => void;
  readonly onSubmit: (text: string, mentions: readonly PickedMention[]) => void;
  readonly onCancel: () => void;
}

/** A comment's words. "@" offers people and units; Ctrl+Enter sends. */
export function CommentBox(props: CommentBoxProps) {
  const { label, submit, mentionable, mentioned, isBusy, error, onWords, onSubmit, onCancel } = props;
  const { t } = useText();
  const listId = useId();
  const boxRef = useRef<HTMLTextAreaElement>(null);
  /** Where the caret belongs once the words that were put in are drawn. */
  const caretRef = useRef<number | null>(null);
  const [text, setText] = useState(props.initial);
  const [query, setQuery] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const [picked, setPicked] = useState<readonly Mentionable[]>(() =>
    mentionable.filter(({ mention }) => mentioned?.some(({ id }) => id === mention.id) ?? false),
  );
  const choices = query === null ? [] : choicesFor(mentionable, query);
  const change = (next: string) => {
    setText(next);
    onWords(next);
  };
  const look = (box: HTMLTextAreaElement) => {
    setQuery(asking.exec(box.value.slice(0, box.selectionStart))?.[1] ?? null);
    setAt(0);
  };
  const pick = (choice: Mentionable) => {
    const box = boxRef.current;
    if (!box || query === null) return;
    const caret = box.selectionStart;
    const before = `${text.slice(0, caret - query.length)}${choice.name} `;
    change(before + text.slice(caret));
    setPicked([...picked, choice]);
    setQuery(null);
    caretRef.current = before.length;
  };
  // With the new words, and before the next key: a frame later the caret would be put back among what was typed since.
  useLayoutEffect(() => {
    if (caretRef.current !== null) boxRef.current?.setSelectionRange(caretRef.current, caretRef.current);
    caretRef.current = null;
  }, [text]);
  const send = () => {
    const words = text.trim();
    if (words === "" || isBusy) return;
    onSubmit(
      words,
      picked.filter(({ name }) => words.includes(`@${name}`)).map(({ mention }) => mention),
    );
  };
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isTextInput(event.nativeEvent)) return;
    const choice = choices[at];
    if (choice && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      setAt((at + (event.key === "ArrowDown" ? 1 : choices.length - 1)) % choices.length);
    } else if (choice && !event.ctrlKey && (event.key === "Enter" || event.key === "Tab")) pick(choice);
    else if (event.key === "Escape") {
      if (query === null) onCancel();
      else setQuery(null);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="comment-box">
      <textarea
        ref={boxRef}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to be written in
        autoFocus={props.hasFocus}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={choices.length > 0 ? `${listId}-${at}` : undefined}
        placeholder={t("comments.placeholder")}
        lang="vi"
        rows={3}
        maxLength={maxCommentLength}
        value={text}
        onChange={(event) => {
          change(event.target.value);
          look(event.target);
        }}
        onKeyDown={handleKey}
        onBlur={() => setQuery(null)}
      />
      <div
        className="mention-list"
        id={listId}
        role="listbox"
        aria-label={t("comments.mention")}
        hidden={choices.length === 0}
      >
        {choices.map((choice, i) => (
          <div
            key={`${choice.mention.kind} ${choice.mention.id}`}
            id={`${listId}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            // The box keeps its caret.
            onMouseDown={(event) => {
              event.preventDefault();
              pick(choice);
            }}
          >
            <strong>{choice.name}</strong> {choice.detail}
          </div>
        ))}
      </div>
      {error !== null && (
        <p role="alert" className="form-error">
          {error}
        </p>
      )}
      <p className="change-actions">
        <button
          type="button"
          className="button button-small button-primary"
          disabled={isBusy || text.trim() === ""}
          onClick={send}
        >
          {submit}
        </button>
        <button type="button" className="button button-small" onClick={onCancel}>
          {t("common.cancel")}
        </button>
      </p>
    </div>
  );
}

/** Whose name, or one word of it, begins like this, with or without accents. */
function choicesFor(mentionable: readonly Mentionable[], query: string): readonly Mentionable[] {
  const wanted = query.trim();
  return mentionable
    .filter(
      ({ name }) =>
        wanted === "" || findFolded(name, wanted).some(([start]) => start === 0 || name[start - 1] === " "),
    )
    .slice(0, offered);
}
