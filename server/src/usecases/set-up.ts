import { refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { Identity } from "../ports/identity.ts";
import type { Deps } from "./context.ts";

export interface SetUpDeps extends Deps {
  readonly identity: Identity;
  /** Compares with the one-time token of the first start; null once it was used. */
  readonly isSetUpToken: (token: string) => boolean;
}

export interface SetUpInput {
  readonly token: string;
  readonly organisationName: string;
  readonly parentAgency: string;
  readonly place: string;
  readonly adminName: string;
  readonly username: string;
  readonly password: string;
}

/** Creates the organisation and its administrator, once, for whoever holds the printed link. */
export async function setUp(
  deps: SetUpDeps,
  input: SetUpInput,
  ipAddress: string | null,
): Promise<Result<UserId>> {
  if ((await deps.directory.organisation()) !== null) return refuse("already-set-up");
  if (!deps.isSetUpToken(input.token)) return refuse("link-expired");
  const account = await deps.identity.createAccount({
    username: input.username,
    password: input.password,
    name: input.adminName,
  });
  if (!account.ok) return account;
  await deps.directory.savePerson({
    id: account.value,
    name: input.adminName,
    username: input.username,
    unitId: null,
    roles: ["administrator"],
    isActive: true,
  });
  await deps.directory.saveOrganisation({
    name: input.organisationName,
    parentAgency: input.parentAgency,
    place: input.place,
    createdAt: deps.clock.now(),
  });
  await deps.reports.transact((tx) =>
    tx.audit({
      at: deps.clock.now(),
      by: account.value,
      byName: input.adminName,
      action: "organisation.set-up",
      reportId: null,
      sectionId: null,
      before: null,
      after: null,
      ipAddress,
    }),
  );
  return account;
}
