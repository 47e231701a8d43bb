import type { Element } from "@xmldom/xmldom";
import { childOf, childrenOf, stylesOf, valueOf, type WordFile } from "./word-file.ts";

/** Undefined where nothing is said of it. */
interface Looks {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
}

/** Styles that are based on one another: no more are followed. */
const maxBases = 20;

/**
 * Bold, italic and underline of runs: as said of the run itself, else of its character style and its paragraph's.
 * Source: ECMA-376 part 1, 17.3.2 (the properties) and 17.7.3 (bold in both styles is plain).
 */
export class WordMarks {
  readonly #styles: ReadonlyMap<string, Element>;
  readonly #known = new Map<string, Looks>();

  constructor(file: WordFile) {
    this.#styles = stylesOf(file);
  }

  /** @param run its `w:rPr`. @returns the digit of `MarkedText`. */
  digitOf(run: Element | null, paragraphStyle: string | null): string {
    const own = looksIn(run);
    const ofLetters = this.#ofStyle(valueOf(run, "w:rStyle"));
    const ofParagraph = this.#ofStyle(paragraphStyle);
    const isOn = (look: "bold" | "italic") =>
      own[look] ?? (ofLetters[look] ?? false) !== (ofParagraph[look] ?? false);
    const isUnderlined = own.underline ?? ofLetters.underline ?? ofParagraph.underline ?? false;
    return String(Number(isOn("bold")) + 2 * Number(isOn("italic")) + 4 * Number(isUnderlined));
  }

  /** What a style says, or one that it is based on. */
  #ofStyle(id: string | null): Looks {
    if (id === null) return {};
    const known = this.#known.get(id);
    if (known) return known;
    let found: Looks = {};
    let style = this.#styles.get(id);
    for (let i = 0; i < maxBases && style; i += 1) {
      found = { ...looksIn(childOf(style, "w:rPr")), ...found };
      style = this.#styles.get(valueOf(style, "w:basedOn") ?? "");
    }
    this.#known.set(id, found);
    return found;
  }
}

function looksIn(properties: Element | null): Looks {
  const looks: Looks = {};
  for (const child of properties ? childrenOf(properties) : []) {
    const value = child.getAttribute("w:val") ?? "";
    const isOn = !["0", "false", "off", "none"].includes(value);
    if (child.nodeName === "w:b") looks.bold = isOn;
    else if (child.nodeName === "w:i") looks.italic = isOn;
    else if (child.nodeName === "w:u") looks.underline = isOn && value !== "";
  }
  return looks;
}
