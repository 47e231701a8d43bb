import type { RouteName } from "@dongsoan/shared/protocol";
import { testPassword } from "./commune.ts";

/**
 * PERM1-PERM16: every endpoint with every kind of person, signed out, and with the id of a report one has no part in.
 * Bodies are valid, so that a refusal is about the right; nobody here may change anything that others of the table need.
 */
export type Who =
  | "signedOut"
  | "administrator"
  | "coordinator"
  | "otherCoordinator"
  | "owner"
  | "unitAuthor"
  | "contributor"
  | "otherUnit"
  | "outsider"
  | "signer"
  | "clerk"
  | "readToken"
  | "writeToken";

export const zero = "00000000-0000-4000-8000-000000000000";
export const header = {
  parentAgency: "",
  agency: "",
  number: "",
  symbol: "BC",
  place: "",
  date: { day: null, month: null, year: null },
  typeName: "BÁO CÁO",
  subject: "",
  addressees: [],
  opening: [],
  closing: [],
  recipients: [],
  signature: { lines: [], name: "" },
};
export const openAssignment = {
  unitId: null,
  ownerId: null,
  dueAt: null,
  contributingUnitIds: [],
  readScope: "inherit",
};

const noSuchLetters = { ranges: [{ client: 1, clock: 0, length: 1 }], quote: "x" };

/** A valid body; versions are stale on purpose (999), so that whoever is allowed gets 409 and changes nothing. */
export const bodies: Partial<Record<RouteName, unknown>> = {
  setUp: {
    token: "x",
    organisationName: "x",
    parentAgency: "",
    place: "",
    adminName: "x",
    username: "someone",
    password: testPassword,
  },
  signIn: { username: "nobody", password: "wrong password" },
  changeProfile: { email: "sai@vi-du.vn" },
  passwordResetInfo: { token: "x" },
  resetPassword: { token: "x", password: testPassword },
  removeSection: { version: 999 },
  changePassword: { currentPassword: "wrong password", newPassword: testPassword },
  createApiToken: { name: "t", scope: "read", expiresInDays: 1 },
  addUnit: { name: "Đơn vị", shortName: "DV" },
  changeUnit: { name: "Đơn vị", shortName: "DV", version: 999, isActive: true },
  changePerson: {},
  invite: { name: "x", unitId: null, roles: [], email: null },
  invitationInfo: { token: "x" },
  acceptInvitation: { token: "x", username: "someone", password: testPassword },
  createReport: { header, sections: [], dueAt: null, original: null },
  changeHeader: { version: 999, header, dueAt: null },
  changeParticipants: { version: 999, coordinatorIds: ["x"], readerIds: [] },
  addSection: { parentId: zero, position: 0, title: "Mục" },
  lockSections: { sectionIds: [zero], reason: "" },
  unlockSections: { sectionIds: [zero] },
  finalise: { confirmation: "wrong" },
  renameSection: { version: 999, title: "Tên" },
  moveSection: { version: 999, parentId: null, position: 0 },
  assignSection: { version: 999, assignment: openAssignment },
  returnSection: { reason: "bổ sung" },
  nameVersion: { name: "Bản gửi huyện" },
  difference: { from: { kind: "now" }, to: { kind: "now" } },
  restoreVersion: { versionId: zero },
  decideSuggestions: { verdict: "accept", changes: [{ ids: ["x"], seen: "0".repeat(64) }] },
  startThread: { id: zero, text: "Xem lại", mentions: [], anchor: noSuchLetters, suggestionId: null },
  answerThread: { id: zero, text: "Đã xem", mentions: [] },
  editComment: { text: "Đã xem", mentions: [] },
  markMentionsRead: { commentIds: [zero] },
  keepRetained: {
    id: zero,
    sectionId: zero,
    reason: "section-locked",
    paragraphs: [{ text: "x", before: null }],
  },
};

/** Those who may see what everybody did, and from where. */
const auditors: readonly Who[] = ["coordinator", "clerk", "signer", "readToken", "writeToken"];
export const everyone: readonly Who[] = [
  "administrator",
  "coordinator",
  "otherCoordinator",
  "owner",
  "unitAuthor",
  "contributor",
  "otherUnit",
  "outsider",
  "signer",
  "clerk",
  "readToken",
  "writeToken",
];
const participants: readonly Who[] = [
  "coordinator",
  "owner",
  "unitAuthor",
  "contributor",
  "otherUnit",
  "signer",
  "clerk",
  "readToken",
  "writeToken",
];
const unitPeople: readonly Who[] = ["coordinator", "owner", "unitAuthor", "contributor", "writeToken"];
const administrators: readonly Who[] = ["administrator"];
const coordinators: readonly Who[] = ["coordinator", "writeToken"];

/** Who gets past the permission: their answer is anything but 401, 403, 404. The tokens belong to the coordinator. */
export const allowed: Partial<Record<RouteName, readonly Who[]>> = {
  session: everyone,
  openSessions: everyone,
  apiTokens: everyone,
  people: everyone,
  units: everyone,
  myWork: everyone,
  notices: everyone,
  reports: everyone,
  retained: everyone,
  mentions: everyone,
  markMentionsRead: everyone.filter((who) => who !== "readToken"),
  addUnit: administrators,
  invitations: administrators,
  invite: administrators,
  systemHealth: administrators,
  createReport: ["coordinator", "otherCoordinator", "writeToken"],
  report: participants,
  exportWord: participants,
  exportWordOriginal: participants,
  exportWordTracked: participants,
  exportPackage: auditors,
  changeHeader: coordinators,
  changeParticipants: coordinators,
  finaliseCheck: ["coordinator", "writeToken"],
  finalise: coordinators,
  revise: coordinators,
  audit: auditors,
  renameSection: coordinators,
  moveSection: coordinators,
  assignSection: coordinators,
  returnSection: coordinators,
  approveSection: coordinators,
  repairSection: coordinators,
  sectionHistory: [...unitPeople, "readToken"],
  authors: [...unitPeople, "readToken"],
  versions: [...unitPeople, "readToken"],
  nameVersion: unitPeople,
  difference: [...unitPeople, "readToken"],
  suggestions: [...unitPeople, "readToken"],
  decideSuggestions: ["coordinator", "owner", "writeToken"],
  markOpened: unitPeople,
  comments: participants,
  anchors: [...unitPeople, "readToken"],
  startThread: unitPeople,
};

/** Routes that act on a chosen thing of one's own, or would end the caller's session: tried elsewhere, here only signed out. */
export const elsewhere: readonly RouteName[] = [
  "signOut",
  "changePassword",
  "changeProfile",
  "makePasswordReset",
  "createApiToken",
  "revokeApiToken",
  "revokeSession",
  "changeUnit",
  "changePerson",
  "endPersonSessions",
  "withdrawInvitation",
  "previewImport",
  "original",
  "addSection",
  "lockSections",
  "unlockSections",
  "removeSection",
  "submitSection",
  // Its version must exist: [VER10] in versions.test.ts.
  "restoreVersion",
  // Its decision must exist: [SUG18] in decisions.test.ts.
  "takeBackDecision",
  // Their thread or comment must exist: [COM7], [COM8] and [COM10] in comments.test.ts.
  "answerThread",
  "resolveThread",
  "reopenThread",
  "editComment",
  "deleteComment",
  "retainedText",
  "keepRetained",
  "sendRetained",
  "discardRetained",
];
