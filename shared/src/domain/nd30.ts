/**
 * The layout of a Vietnamese official report in figures. Lengths in mm, font sizes in pt.
 * Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I (item in each comment).
 */
export const nd30 = {
  /** I.1-I.3: A4 portrait; top and bottom 20-25, left 30-35, right 15-20. */
  page: { widthMm: 210, heightMm: 297, topMm: 20, bottomMm: 20, leftMm: 30, rightMm: 15, headerMm: 10 },
  /** I.4 */
  fontName: "Times New Roman",
  /** Two columns without cell margins: the national name (95 mm at 13 pt bold) must not wrap. */
  headColumnsMm: { left: 67, right: 98 },
  /** II.1, II.2: national name and agencies 12-13, motto 13-14. */
  nationPt: 13,
  mottoPt: 14,
  mottoRuleMm: 60.4,
  agencyPt: 13,
  /** II.2.b: the rule below the agency is 1/3 to 1/2 of its line. */
  agencyRuleMm: 26,
  /** II.3, II.4 */
  numberPt: 13,
  datePt: 14,
  /** II.5 */
  typePt: 14,
  subjectPt: 14,
  subjectRuleMm: 40,
  /** II.6: justified, first line 1 or 1.27 cm, at least 6 pt between paragraphs, single to 1.5 lines. */
  bodyPt: 14,
  firstLineMm: 12.7,
  paragraphGapPt: 6,
  lineSpacing: 1.2,
  /** Tables are commonly set one point smaller than the text. */
  tablePt: 13,
  /** II.9.b: recipients below one another, their dashes under the colon of "Kính gửi:". */
  addresseesLeftMm: 45,
  /** II.7 */
  signaturePt: 14,
  /** II.9.b: "Nơi nhận:" 12 bold italic, its list 11. */
  recipientsTitlePt: 12,
  recipientsPt: 11,
  /** I.7: page number 13-14, centred in the top margin, not on page 1. */
  pageNumberPt: 14,
} as const;
