/**
 * Every REST endpoint by name: method and path. The server's router, the page's client, the OpenAPI document and the
 * permission table test are all made from these two tables (`routes.ts` adds the schemas), so none can be forgotten.
 */
export const paths = {
  setUpState: "GET /api/setup",
  setUp: "POST /api/setup",
  signIn: "POST /api/sign-in",
  signOut: "POST /api/sign-out",
  session: "GET /api/session",
  changeProfile: "PATCH /api/session",
  changePassword: "POST /api/session/password",
  openSessions: "GET /api/sessions",
  revokeSession: "DELETE /api/sessions/:id",
  apiTokens: "GET /api/tokens",
  createApiToken: "POST /api/tokens",
  revokeApiToken: "DELETE /api/tokens/:id",

  units: "GET /api/units",
  addUnit: "POST /api/units",
  changeUnit: "PATCH /api/units/:id",
  people: "GET /api/people",
  changePerson: "PATCH /api/people/:id",
  makePasswordReset: "POST /api/people/:id/password-link",
  endPersonSessions: "DELETE /api/people/:id/sessions",
  invitations: "GET /api/invitations",
  invite: "POST /api/invitations",
  withdrawInvitation: "DELETE /api/invitations/:id",
  invitationInfo: "POST /api/invitation-info",
  acceptInvitation: "POST /api/invitation-acceptance",
  passwordResetInfo: "POST /api/password-reset-info",
  resetPassword: "POST /api/password-reset",
  systemHealth: "GET /api/system/health",

  myWork: "GET /api/my-work",
  notices: "GET /api/notices",
  reports: "GET /api/reports",
  createReport: "POST /api/reports",
  previewImport: "POST /api/imports/preview",
  report: "GET /api/reports/:id",
  changeHeader: "PATCH /api/reports/:id/header",
  changeParticipants: "PATCH /api/reports/:id/participants",
  original: "GET /api/reports/:id/original",
  addSection: "POST /api/reports/:id/sections",
  lockSections: "POST /api/reports/:id/lock",
  unlockSections: "POST /api/reports/:id/unlock",
  finaliseCheck: "GET /api/reports/:id/finalise-check",
  finalise: "POST /api/reports/:id/finalise",
  revise: "POST /api/reports/:id/revise",
  exportWord: "GET /api/reports/:id/report.docx",
  exportWordOriginal: "GET /api/reports/:id/report-original.docx",
  exportWordTracked: "GET /api/reports/:id/report-tracked.docx",
  exportPackage: "GET /api/reports/:id/package.zip",
  audit: "GET /api/reports/:id/audit",

  renameSection: "PATCH /api/sections/:id/title",
  moveSection: "POST /api/sections/:id/move",
  removeSection: "DELETE /api/sections/:id",
  assignSection: "PUT /api/sections/:id/assignment",
  submitSection: "POST /api/sections/:id/submit",
  returnSection: "POST /api/sections/:id/return",
  approveSection: "POST /api/sections/:id/approve",
  repairSection: "POST /api/sections/:id/repair",
  sectionHistory: "GET /api/sections/:id/history",
  authors: "GET /api/sections/:id/authors",
  versions: "GET /api/sections/:id/versions",
  nameVersion: "POST /api/sections/:id/versions",
  restoreVersion: "POST /api/sections/:id/restore",
  difference: "POST /api/sections/:id/difference",
  suggestions: "GET /api/sections/:id/suggestions",
  decideSuggestions: "POST /api/sections/:id/decisions",
  takeBackDecision: "POST /api/sections/:id/decisions/take-back",
  markOpened: "POST /api/sections/:id/opened",

  comments: "GET /api/reports/:id/comments",
  anchors: "GET /api/sections/:id/anchors",
  startThread: "POST /api/sections/:id/threads",
  answerThread: "POST /api/threads/:id/comments",
  resolveThread: "POST /api/threads/:id/resolve",
  reopenThread: "POST /api/threads/:id/reopen",
  editComment: "PATCH /api/comments/:id",
  deleteComment: "DELETE /api/comments/:id",
  mentions: "GET /api/mentions",
  markMentionsRead: "POST /api/mentions/read",

  retained: "GET /api/retained",
  retainedText: "GET /api/retained/:id",
  keepRetained: "POST /api/retained",
  sendRetained: "POST /api/retained/:id/send",
  discardRetained: "DELETE /api/retained/:id",
} as const satisfies Record<string, `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/${string}`>;

export type RouteName = keyof typeof paths;

/** Path of an endpoint with its id filled in; also used for the links to files. */
export function pathOf(name: RouteName, id?: string): string {
  const [, path = ""] = paths[name].split(" ");
  return id === undefined ? path : path.replace(":id", encodeURIComponent(id));
}

/** Largest body of the command that creates a report, in bytes: an original of 20 MB as base64 with its outline. */
export const maxCreateBytes = 40_000_000;
/** Largest file that may be imported, in bytes. */
export const maxImportBytes = 20_000_000;
