import * as z from "zod/mini";

/** JSON messages of channel 0. The server sends a hint, the page reads the truth by HTTP; only presence carries its data. */
const id = z.string().check(z.maxLength(64));

export const clientControl = z.discriminatedUnion("type", [
  /** Ask for the events of a report; the permission is checked, an unreadable report is answered with nothing. */
  z.object({ type: z.literal("watch"), reportId: id }),
  z.object({ type: z.literal("unwatch"), reportId: id }),
  /** Which section this page has its caret in; null = none. */
  z.object({ type: z.literal("here"), reportId: id, sectionId: z.nullable(id) }),
  z.object({ type: z.literal("ping") }),
]);
export type ClientControl = z.infer<typeof clientControl>;

export const presentPerson = z.object({
  userId: id,
  name: z.string(),
  /** Short sign of name and unit on the caret, e.g. "An · CA". */
  initials: z.string(),
  unitName: z.string(),
  sectionId: z.nullable(id),
});
export type PresentPerson = z.infer<typeof presentPerson>;

export const serverControl = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    protocolVersion: z.number(),
    schemaVersion: z.number(),
    buildId: z.string(),
  }),
  /** Something of this report changed (outline, states, assignments, header, locks): fetch it again. */
  z.object({ type: z.literal("report-changed"), reportId: id }),
  /** Comments of this section were written, changed or settled. */
  z.object({ type: z.literal("comments-changed"), reportId: id, sectionId: id }),
  /** This person's list of reports, work or retained texts changed. */
  z.object({ type: z.literal("mine-changed") }),
  z.object({ type: z.literal("presence"), reportId: id, people: z.array(presentPerson) }),
  z.object({ type: z.literal("storage"), isAvailable: z.boolean() }),
  z.object({ type: z.literal("pong") }),
]);
export type ServerControl = z.infer<typeof serverControl>;
