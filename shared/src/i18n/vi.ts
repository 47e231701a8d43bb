import { viAccount } from "./vi-account.ts";
import { viCommon } from "./vi-common.ts";
import { viErrors } from "./vi-errors.ts";
import { viWrite } from "./vi-write.ts";

export const vi = { ...viCommon, ...viErrors, ...viAccount, ...viWrite } as const;
