import type { WordFindings } from "@dongsoan/shared/domain";
import type * as api from "@dongsoan/shared/http-api";

/** What each endpoint takes and gives, as types only: the page must not carry the schemas themselves. */
type Input<S extends { _zod: { input: unknown } }> = S["_zod"]["input"];
type Output<S extends { _zod: { output: unknown } }> = S["_zod"]["output"];

export interface ImportPreview {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1258" | "tcvn3" | null;
  readonly word: WordFindings | null;
  readonly draft: unknown;
}

export interface Answers {
  setUpState: { isSetUp: boolean };
  setUp: api.SessionView;
  signIn: api.SessionView;
  signOut: null;
  session: api.SessionView;
  changeProfile: api.SessionView;
  changePassword: null;
  openSessions: api.OpenSessionView[];
  revokeSession: null;
  apiTokens: api.ApiTokenView[];
  createApiToken: Output<typeof api.apiTokenCreated>;
  revokeApiToken: null;
  units: api.UnitView[];
  addUnit: api.UnitView;
  changeUnit: api.UnitView;
  people: api.PersonView[];
  changePerson: api.PersonView;
  makePasswordReset: Output<typeof api.passwordLink>;
  endPersonSessions: null;
  invitations: api.InvitationView[];
  invite: Output<typeof api.invitationCreated>;
  withdrawInvitation: null;
  invitationInfo: Output<typeof api.invitationInfo>;
  acceptInvitation: api.SessionView;
  passwordResetInfo: Output<typeof api.passwordResetInfo>;
  resetPassword: api.SessionView;
  systemHealth: api.SystemHealth;
  myWork: api.WorkItem[];
  notices: api.DamageNotice[];
  reports: api.ReportSummary[];
  createReport: { id: string };
  previewImport: ImportPreview;
  report: api.ReportView;
  changeHeader: api.ReportView;
  changeParticipants: api.ReportView;
  original: null;
  addSection: api.ReportView;
  lockSections: api.ReportView;
  unlockSections: api.ReportView;
  finaliseCheck: api.FinaliseCheck;
  finalise: { rootHash: string };
  revise: { id: string };
  exportWord: null;
  exportWordOriginal: null;
  exportWordTracked: null;
  exportPackage: null;
  audit: api.AuditEntryView[];
  renameSection: api.ReportView;
  moveSection: api.ReportView;
  removeSection: api.ReportView;
  assignSection: api.ReportView;
  submitSection: api.ReportView;
  returnSection: api.ReportView;
  approveSection: api.ReportView;
  repairSection: api.ReportView;
  sectionHistory: api.HistoryEntry[];
  authors: api.Authors;
  versions: api.VersionView[];
  nameVersion: api.VersionView;
  restoreVersion: null;
  difference: api.Difference;
  suggestions: api.SuggestionsView;
  decideSuggestions: api.DecidedView;
  takeBackDecision: null;
  markOpened: null;
  comments: api.ThreadView[];
  anchors: api.AnchorView[];
  startThread: null;
  answerThread: null;
  resolveThread: null;
  reopenThread: null;
  editComment: null;
  deleteComment: null;
  mentions: api.MentionView[];
  markMentionsRead: null;
  retained: api.RetainedView[];
  retainedText: api.RetainedView;
  keepRetained: api.RetainedView;
  sendRetained: api.RetainedView;
  discardRetained: null;
}

/** Endpoints with a JSON body; the others take none. */
export interface Bodies {
  setUp: Input<typeof api.setUpBody>;
  signIn: Input<typeof api.signInBody>;
  changePassword: { currentPassword: string; newPassword: string };
  changeProfile: Input<typeof api.profilePatch>;
  passwordResetInfo: { token: string };
  resetPassword: Input<typeof api.passwordResetBody>;
  createApiToken: Input<typeof api.apiTokenBody>;
  addUnit: Input<typeof api.unitBody>;
  changeUnit: Input<typeof api.unitBody> & { version: number; isActive: boolean };
  changePerson: Input<typeof api.personPatch>;
  invite: Input<typeof api.invitationBody>;
  invitationInfo: { token: string };
  acceptInvitation: Input<typeof api.acceptInvitationBody>;
  createReport: Input<typeof api.createReportBody>;
  /** The file's raw bytes. */
  previewImport: Blob;
  changeHeader: Input<typeof api.headerPatch>;
  changeParticipants: Input<typeof api.participantsBody>;
  addSection: Input<typeof api.addSectionBody>;
  lockSections: Input<typeof api.lockBody>;
  unlockSections: Input<typeof api.unlockBody>;
  finalise: Input<typeof api.finaliseBody>;
  renameSection: Input<typeof api.renameSectionBody>;
  removeSection: Input<typeof api.removeSectionBody>;
  moveSection: Input<typeof api.moveSectionBody>;
  assignSection: Input<typeof api.assignBody>;
  returnSection: Input<typeof api.returnBody>;
  nameVersion: Input<typeof api.nameVersionBody>;
  restoreVersion: Input<typeof api.restoreBody>;
  difference: Input<typeof api.differenceBody>;
  decideSuggestions: Input<typeof api.decisionBody>;
  takeBackDecision: Input<typeof api.takeBackBody>;
  startThread: Input<typeof api.startThreadBody>;
  answerThread: Input<typeof api.answerBody>;
  editComment: Input<typeof api.editCommentBody>;
  markMentionsRead: Input<typeof api.mentionsReadBody>;
  keepRetained: Input<typeof api.retainedBody>;
}
