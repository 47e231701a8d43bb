/** A section of a new report, with one paragraph. */
export const draftSection = (title: string, children: readonly object[] = []) => ({
  title,
  blocks: [{ style: "body", level: 1, text: "Đã hoàn thành." }],
  children,
});
