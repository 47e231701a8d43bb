/** Word counts in twentieths of a point, font sizes in half points. */
export const twips = (mm: number): number => Math.round((mm / 25.4) * 1440);
export const pointTwips = (pt: number): number => Math.round(pt * 20);
export const halfPoints = (pt: number): number => Math.round(pt * 2);

/** Word refuses a file that holds a character XML 1.0 does not allow. */
export const xmlText = (text: string): string =>
  text.normalize("NFC").replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

/** A token with a digit: "22-NQ/TW", "12/7/2023", "50.128". "kinh tế-xã hội" may break. */
const numbered = /(?=[^\s]*\d)[\p{L}\d]+(?:[/-][\p{L}\d]+)+/gu;

/** Keeps "22-NQ/TW", "12/7/2023" on one line: joiners at render time only, never stored. */
export const unbroken = (text: string): string =>
  xmlText(text).replace(numbered, (token) => token.replace(/[/-]/gu, "\u2060$&\u2060"));
