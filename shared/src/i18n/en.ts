import { enReports } from "./en-reports.ts";
import { enHistory } from "./en-history.ts";
import { enImport } from "./en-import.ts";
import { enAdmin } from "./en-admin.ts";
import { enAccount } from "./en-account.ts";
import { enComments } from "./en-comments.ts";
import { enCommon } from "./en-common.ts";
import { enErrors } from "./en-errors.ts";
import { enSuggest } from "./en-suggest.ts";
import { enVersions } from "./en-versions.ts";
import { enWrite } from "./en-write.ts";
import type { MessageKey } from "./keys.ts";

export const en: Readonly<Record<MessageKey, string>> = {
  ...enCommon,
  ...enErrors,
  ...enAccount,
  ...enReports,
  ...enHistory,
  ...enImport,
  ...enAdmin,
  ...enComments,
  ...enSuggest,
  ...enVersions,
  ...enWrite,
};
