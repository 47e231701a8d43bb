import { useCallback, useEffect, useRef, useState } from "react";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import { revealMatch, setFind, type Match } from "../../editor/find.ts";
import { findPrinted, markPrinted, revealPrinted, type PrintedMatch } from "./find-on-paper.ts";
import { useText } from "../../i18n/use-text.ts";

/** A report's texts come together. */
const lookAgainMs = 100;

type Place =
  | {
      readonly kind: "text";
      readonly sectionId: string;
      readonly match: Match;
      readonly indexInSection: number;
    }
  | { readonly kind: "printed"; readonly match: PrintedMatch };

/** Marks every match on the paper, in the order of the report: head, each heading with its text, foot. */
function markAll(registry: EditorRegistry, sectionIds: readonly string[], query: string): readonly Place[] {
  const printed = findPrinted(query);
  markPrinted(printed, null);
  const asPlaces = (isWanted: (match: PrintedMatch) => boolean): readonly Place[] =>
    printed.filter(isWanted).map((match) => ({ kind: "printed", match }));
  return [
    ...asPlaces((m) => m.sectionId === null && m.isHead),
    ...sectionIds.flatMap((sectionId): readonly Place[] => {
      // A section far away gets its editor when its text has what is looked for.
      const editor = query === "" ? registry.get(sectionId) : registry.openIfReads(sectionId, query);
      const texts = editor ? setFind(editor.view, query, null) : [];
      return [
        ...asPlaces((m) => m.sectionId === sectionId),
        ...texts.map((match, indexInSection) => ({
          kind: "text" as const,
          sectionId,
          match,
          indexInSection,
        })),
      ];
    }),
    ...asPlaces((m) => m.sectionId === null && !m.isHead),
  ];
}

export interface FindBarProps {
  readonly registry: EditorRegistry;
  readonly sectionIds: readonly string[];
  readonly onClose: () => void;
}

/** Finds in the whole report; accents and capitals need not be typed. */
export function FindBar({ registry, sectionIds, onClose }: FindBarProps) {
  const { t } = useText();
  const inputRef = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [position, setPosition] = useState<{ readonly current: number; readonly count: number } | null>(null);
  useEffect(() => {
    inputRef.current?.focus();
    return () => {
      markAll(registry, sectionIds, "");
    };
  }, [registry, sectionIds]);

  const look = useCallback(
    (wanted: string) => {
      const places = markAll(registry, sectionIds, wanted.trim());
      setPosition(wanted.trim() === "" ? null : { current: 0, count: places.length });
    },
    [registry, sectionIds],
  );
  // What comes onto the page behind the question is looked through too, unless somebody is at one of the places.
  const isOpenQuestion = query.trim() !== "" && position?.current === 0;
  useEffect(() => {
    if (!isOpenQuestion) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = registry.listenToOffered(() => {
      clearTimeout(timer);
      timer = setTimeout(() => look(query), lookAgainMs);
    });
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, [registry, look, query, isOpenQuestion]);
  const go = (by: 1 | -1) => {
    // Searched again each time: others go on writing.
    const places = markAll(registry, sectionIds, query.trim());
    if (places.length === 0) {
      setPosition(query.trim() === "" ? null : { current: 0, count: 0 });
      return;
    }
    const from = position?.current ?? 0;
    const next = from === 0 && by === -1 ? places.length : from + by;
    const current = next < 1 ? places.length : next > places.length ? 1 : next;
    setPosition({ current, count: places.length });
    const place = places[current - 1];
    if (place?.kind === "printed") {
      markPrinted(
        places.flatMap((each) => (each.kind === "printed" ? [each.match] : [])),
        place.match,
      );
      revealPrinted(place.match);
      return;
    }
    const editor = place && registry.get(place.sectionId);
    if (!place || !editor) return;
    setFind(editor.view, query.trim(), place.indexInSection);
    revealMatch(editor.view, place.match);
  };
  return (
    <search>
      <form
        className="find-bar"
        onSubmit={(event) => {
          event.preventDefault();
          go(1);
        }}
      >
        <input
          ref={inputRef}
          type="text"
          aria-label={t("write.findLabel")}
          placeholder={t("write.findLabel")}
          value={query}
          onKeyDown={(event) => {
            if (event.key === "Escape") onClose();
            if (event.key === "Enter" && event.shiftKey) {
              event.preventDefault();
              go(-1);
            }
          }}
          onChange={(event) => {
            setQuery(event.target.value);
            look(event.target.value);
          }}
        />
        <output className="find-count">
          {position &&
            (position.count === 0
              ? t("write.findNone")
              : t("write.findCount", { current: position.current, count: position.count }))}
        </output>
        <button type="button" className="tool" aria-label={t("write.findPrevious")} onClick={() => go(-1)}>
          ↑
        </button>
        <button type="submit" className="tool" aria-label={t("write.findNext")}>
          ↓
        </button>
        <button type="button" className="tool" aria-label={t("write.findClose")} onClick={onClose}>
          ×
        </button>
      </form>
    </search>
  );
}
