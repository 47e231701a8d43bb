import { viReports } from "./vi-reports.ts";
import { viHistory } from "./vi-history.ts";
import { viImport } from "./vi-import.ts";
import { viAdmin } from "./vi-admin.ts";
import { viAccount } from "./vi-account.ts";
import { viComments } from "./vi-comments.ts";
import { viCommon } from "./vi-common.ts";
import { viErrors } from "./vi-errors.ts";
import { viSuggest } from "./vi-suggest.ts";
import { viVersions } from "./vi-versions.ts";
import { viWrite } from "./vi-write.ts";

export const vi = {
  ...viCommon,
  ...viErrors,
  ...viAccount,
  ...viReports,
  ...viHistory,
  ...viImport,
  ...viAdmin,
  ...viComments,
  ...viSuggest,
  ...viVersions,
  ...viWrite,
} as const;
