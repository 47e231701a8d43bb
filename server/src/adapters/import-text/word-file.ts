import { DOMParser, type Document, type Element, type Node, ParseError } from "@xmldom/xmldom";
import { strFromU8, unzipSync } from "fflate";
import { refuse, type Result } from "@dongsoan/shared/domain";

/** The parts of a Word file that its text is read from. */
export interface WordFile {
  readonly document: Element;
  readonly styles: Element | null;
  readonly numbering: Element | null;
  readonly comments: Element | null;
  /** Of the pages' heads, where a stamp may stand. */
  readonly headers: readonly Element[];
}

/** All parts unpacked; a text of a thousand pages has some 20 MB. What unpacks to more was made to. */
const maxUnpackedBytes = 64_000_000;
const partNames = /^word\/(?:document|styles|numbering|comments|header\d*)\.xml$/u;

const isElement = (node: Node): node is Element => node.nodeType === 1;
export const childrenOf = (parent: Node): Element[] => [...parent.childNodes].filter(isElement);
export const childOf = (parent: Node | null | undefined, name: string): Element | null =>
  (parent && childrenOf(parent).find(({ nodeName }) => nodeName === name)) ?? null;
/** Of the child of this name. */
export const valueOf = (parent: Node | null | undefined, name: string, attribute = "w:val"): string | null =>
  childOf(parent, name)?.getAttribute(attribute) ?? null;

/** By their ids. */
export const stylesOf = ({ styles }: WordFile): ReadonlyMap<string, Element> =>
  new Map(
    (styles ? childrenOf(styles) : [])
      .filter(({ nodeName }) => nodeName === "w:style")
      .map((style) => [style.getAttribute("w:styleId") ?? "", style]),
  );

export const isZip = (bytes: Uint8Array): boolean =>
  strFromU8(bytes.subarray(0, 4), true) === "PK\u0003\u0004";

/** Source: ECMA-376 part 2 (the package) and part 1, 11.3 (its parts). */
export function openWordFile(bytes: Uint8Array): Result<WordFile> {
  const parts = unpack(bytes);
  if (!parts) return refuse("unsupported-file");
  if ([...parts.values()].some((part) => part === null)) return refuse("too-large");
  const read = (name: string): Element | null => {
    const part = parts.get(`word/${name}.xml`);
    return part ? parse(strFromU8(part)) : null;
  };
  const document = childOf(read("document"), "w:body");
  if (!document) return refuse("unsupported-file");
  const headers = [...parts.keys()].filter((name) => name.startsWith("word/header"));
  return {
    ok: true,
    value: {
      document,
      styles: read("styles"),
      numbering: read("numbering"),
      comments: read("comments"),
      headers: headers.flatMap((name) => read(name.slice("word/".length, -".xml".length)) ?? []),
    },
  };
}

/** @returns null for what is no package; a part that is too large, alone or with those before it, is null. */
function unpack(bytes: Uint8Array): ReadonlyMap<string, Uint8Array | null> | null {
  const tooLarge: string[] = [];
  let total = 0;
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!partNames.test(name)) return false;
        total += originalSize;
        if (total > maxUnpackedBytes) tooLarge.push(name);
        return total <= maxUnpackedBytes;
      },
    });
    return new Map([...Object.entries(parts), ...tooLarge.map((name) => [name, null] as const)]);
  } catch (error) {
    // Every error of fflate has a number: the package is cut short or damaged.
    if (error instanceof Error && "code" in error && typeof error.code === "number") return null;
    throw error;
  }
}

/** References to halves of letters of two units, which XML has none of, and some writers make. One that is alone is no letter. */
const wholeLetters = (xml: string): string =>
  xml.replaceAll(/(?:&#(?:x0*d[89a-f][\da-f]{2}|0*5[5-7]\d{3});)+/giu, (references) =>
    references
      .replaceAll(/&#(x?)([\da-f]+);/giu, (_reference, isHex: string, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, isHex ? 16 : 10)),
      )
      .toWellFormed(),
  );

function parse(xml: string): Element | null {
  try {
    const parser = new DOMParser({ onError: () => undefined });
    const made: Document = parser.parseFromString(wholeLetters(xml), "text/xml");
    return made.documentElement;
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}
