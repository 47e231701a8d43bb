import { z } from "zod";
import type { OrganisationAction } from "../domain/permission.ts";
import * as api from "./http-api.ts";
import { maxCreateBytes, maxImportBytes, type RouteName } from "./paths.ts";

const wordFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** A form filled in; and for everybody who is not signed in, a short one. */
const defaultBodyBytes = 64_000;
const publicBodyBytes = 16_000;

/** Who may call at all; finer rights are decided by the permission function inside the use case. */
export type RouteAccess = "public" | "signed-in";

export interface RouteSchema {
  readonly access: RouteAccess;
  readonly body: z.ZodType | null;
  /** A POST that changes nothing, since its question does not fit into an address: a reading token may ask it (PERM9). */
  readonly isQuestion: boolean;
  /** May take seconds of the server's time with a large text: one at a time for a person (API5). */
  readonly isHeavy: boolean;
  /** What must be allowed before the body is read: a large one is work for the server. Null: nothing. */
  readonly needs: OrganisationAction | null;
  /** Larger bodies are refused before they are read: what a route's schema never takes must not become work. */
  readonly maxBodyBytes: number;
  /** Media type of a body that is raw bytes; null for JSON or none. */
  readonly rawBody: string | null;
  /** Null where the answer is a file or empty (204). */
  readonly answer: z.ZodType | null;
  /** Media type of an answer that is a file. */
  readonly file: string | null;
  readonly summary: string;
}

const describeRoute =
  (access: RouteAccess) =>
  (summary: string, body: z.ZodType | null, answer: z.ZodType | null): RouteSchema => ({
    access,
    body,
    isQuestion: false,
    isHeavy: false,
    needs: null,
    maxBodyBytes: access === "public" ? publicBodyBytes : defaultBodyBytes,
    rawBody: null,
    answer,
    file: null,
    summary,
  });
const publicRoute = describeRoute("public");
const route = describeRoute("signed-in");
const fileRoute = (summary: string, file: string): RouteSchema => ({ ...route(summary, null, null), file });
const withBody = (maxBodyBytes: number, of: RouteSchema): RouteSchema => ({ ...of, maxBodyBytes });
const heavy = (of: RouteSchema): RouteSchema => ({ ...of, isHeavy: true });

export const importPreview = z.object({
  /** Null of a Word file. */
  encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3"]).nullable(),
  /** The `WordFindings` of `domain/import`. */
  word: z.unknown().nullable(),
  /** An `OutlineDraft` of `domain/import`. */
  draft: z.unknown(),
});

export const routes: Readonly<Record<RouteName, RouteSchema>> = {
  setUpState: publicRoute("Is the installation set up?", null, z.object({ isSetUp: z.boolean() })),
  setUp: publicRoute(
    "Create the administrator and the organisation with the one-time link",
    api.setUpBody,
    api.sessionView,
  ),
  signIn: publicRoute("Sign in with a local account", api.signInBody, api.sessionView),
  signOut: route("Sign out", null, null),
  session: route("Who am I", null, api.sessionView),
  changeProfile: route(
    "Change where one's own notices go, and their language",
    api.profilePatch,
    api.sessionView,
  ),
  changePassword: route(
    "Change one's own password; ends all other sessions and revokes one's API tokens",
    z.object({ currentPassword: z.string().max(200), newPassword: api.password }),
    null,
  ),
  openSessions: route("One's own open sessions", null, z.array(api.openSessionView)),
  revokeSession: route("End one of one's own sessions", null, null),
  apiTokens: route("One's own API tokens", null, z.array(api.apiTokenView)),
  createApiToken: route("Make an API token; it is shown once", api.apiTokenBody, api.apiTokenCreated),
  revokeApiToken: route("Revoke an API token", null, null),

  units: route("Units of the organisation", null, z.array(api.unitView)),
  addUnit: route("Add a unit (administrator)", api.unitBody, api.unitView),
  changeUnit: route(
    "Rename or close a unit (administrator)",
    api.unitBody.extend({ version: z.number().int(), isActive: z.boolean() }),
    api.unitView,
  ),
  people: route("People of the organisation", null, z.array(api.personView)),
  changePerson: route(
    "Change a person's unit, roles or access (administrator)",
    api.personPatch,
    api.personView,
  ),
  makePasswordReset: route("Make a one-time link for a new password (administrator)", null, api.passwordLink),
  endPersonSessions: route(
    "End all sessions of a person and revoke their API tokens (administrator)",
    null,
    null,
  ),
  invitations: route("Open invitations (administrator)", null, z.array(api.invitationView)),
  invite: route(
    "Invite a person by a one-time link (administrator)",
    api.invitationBody,
    api.invitationCreated,
  ),
  withdrawInvitation: route("Withdraw an invitation (administrator)", null, null),
  invitationInfo: publicRoute("Whom an invitation is for", api.linkToken, api.invitationInfo),
  acceptInvitation: publicRoute("Accept an invitation", api.acceptInvitationBody, api.sessionView),
  passwordResetInfo: publicRoute("Whom a password link is for", api.linkToken, api.passwordResetInfo),
  resetPassword: publicRoute(
    "Choose a new password; ends all one's sessions, revokes one's API tokens, and signs in",
    api.passwordResetBody,
    api.sessionView,
  ),
  systemHealth: route("Health of the system (administrator)", null, api.systemHealth),

  myWork: route("Sections due, returned and waiting for me", null, z.array(api.workItem)),
  notices: route("Damaged sections of the reports that I coordinate", null, z.array(api.damageNotice)),
  reports: route("Reports that I take part in", null, z.array(api.reportSummary)),
  createReport: {
    ...route("Create a report with its outline", api.createReportBody, api.reportCreated),
    maxBodyBytes: maxCreateBytes,
    isHeavy: true,
    needs: "create-report",
  },
  previewImport: {
    ...route(
      "Read a file (text or Word) or pasted text into an outline; stores nothing",
      null,
      importPreview,
    ),
    rawBody: "application/octet-stream",
    maxBodyBytes: maxImportBytes,
    isQuestion: true,
    isHeavy: true,
    needs: "create-report",
  },
  report: route("A report as I may see it", null, api.reportView),
  changeHeader: withBody(
    1_000_000,
    route("Change header, closing, recipients, signature", api.headerPatch, api.reportView),
  ),
  changeParticipants: route("Change coordinators and readers", api.participantsBody, api.reportView),
  original: fileRoute("The imported file", "application/octet-stream"),
  addSection: route("Insert a section", api.addSectionBody, api.reportView),
  lockSections: route("Lock sections", api.lockBody, api.reportView),
  unlockSections: route("Unlock sections", api.unlockBody, api.reportView),
  finaliseCheck: heavy(route("What stands in the way of sealing", null, api.finaliseCheck)),
  finalise: route("Seal the report", api.finaliseBody, api.finalised),
  revise: route("Start a revision that replaces a sealed report", null, api.reportCreated),
  exportWord: heavy(fileRoute("The report as a Word file", wordFile)),
  exportWordOriginal: heavy(fileRoute("The same without anything that is suggested", wordFile)),
  exportWordTracked: heavy(fileRoute("The same with suggestions as revisions, and comments", wordFile)),
  exportPackage: heavy(
    fileRoute("The sealed package: manifest, content, Word file, audit trail", "application/zip"),
  ),
  audit: route("The audit trail of a report", null, z.array(api.auditEntry)),

  renameSection: route("Rename a section", api.renameSectionBody, api.reportView),
  moveSection: route("Move a section in the outline", api.moveSectionBody, api.reportView),
  removeSection: route("Remove an empty section without children", api.removeSectionBody, api.reportView),
  assignSection: route("Assign a section", api.assignBody, api.reportView),
  submitSection: route("Hand in a section", null, api.reportView),
  returnSection: route("Return a section with a reason", api.returnBody, api.reportView),
  approveSection: route("Approve a section", null, api.reportView),
  repairSection: route("Take the last good state of a damaged section as its text", null, api.reportView),
  sectionHistory: route("Who handed in, returned, approved, locked", null, z.array(api.historyEntry)),
  authors: route("Who wrote the text of a section, by ids of its units", null, api.authors),
  versions: route("Versions of a section, newest first", null, z.array(api.versionView)),
  nameVersion: route("Keep the text as it is now under a name", api.nameVersionBody, api.versionView),
  restoreVersion: heavy(route("Give a section the text of a version, as an edit", api.restoreBody, null)),
  difference: {
    ...route("What changed between two points of a section", api.differenceBody, api.difference),
    isQuestion: true,
    isHeavy: true,
  },
  suggestions: route("Suggestions of a section: whose and when, and what was decided", null, api.suggestions),
  decideSuggestions: withBody(
    2_000_000,
    heavy(route("Accept or reject suggestions as they were seen", api.decisionBody, api.decided)),
  ),
  takeBackDecision: heavy(route("Take a decision on suggestions back", api.takeBackBody, null)),
  markOpened: route("Note that I opened a section", null, null),

  comments: route("Comments on the sections of a report that I may read", null, api.commentThreads),
  anchors: route("Where the comments of a section stand in its text now", null, api.anchors),
  startThread: heavy(
    withBody(256_000, route("Comment on text or on a whole section", api.startThreadBody, null)),
  ),
  answerThread: route("Answer in a thread", api.answerBody, null),
  resolveThread: route("Mark a thread as settled", null, null),
  reopenThread: route("Open a settled thread again", null, null),
  editComment: route("Change one's own comment", api.editCommentBody, null),
  deleteComment: route("Delete one's own comment", null, null),
  mentions: route("Comments that mention me or my unit, newest first", null, z.array(api.mentionView)),
  markMentionsRead: route("Note that I have read mentions", api.mentionsReadBody, null),

  retained: route("Texts kept for me, and sent to me as coordinator", null, z.array(api.retainedView)),
  retainedText: route("One kept text, whole", null, api.retainedView),
  keepRetained: withBody(
    4_000_000,
    route("Keep text that was not accepted", api.retainedBody, api.retainedView),
  ),
  sendRetained: route("Send a kept text to the coordinator", null, api.retainedView),
  discardRetained: route("Discard a kept text", null, null),
};
