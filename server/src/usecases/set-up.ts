import { ok, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { Identity } from "../ports/identity.ts";
import { type Deps, entryOf, visitor } from "./context.ts";
import { isUsernameTaken, makeAccount } from "./make-account.ts";

export interface SetUpDeps extends Deps {
  readonly identity: Identity;
  readonly setUpLink: {
    /** Compares with the one-time token of this start, and takes it: a second call finds it taken. */
    take(token: string): boolean;
    /** The set-up failed: the link works again. */
    giveBack(): void;
  };
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
  if (!deps.setUpLink.take(input.token)) return refuse("link-expired");
  try {
    const made = await create(deps, input, ipAddress);
    if (!made.ok) deps.setUpLink.giveBack();
    return made;
  } catch (error) {
    deps.setUpLink.giveBack();
    throw error;
  }
}

async function create(
  deps: SetUpDeps,
  { organisationName, parentAgency, place, adminName, username, password }: SetUpInput,
  ipAddress: string | null,
): Promise<Result<UserId>> {
  const passwordHash = await deps.identity.hashPassword(password);
  return deps.reports.transact(async (tx): Promise<Result<UserId>> => {
    if (await isUsernameTaken(tx, username)) return refuse("username-taken");
    const id = await makeAccount(deps, tx, {
      name: adminName,
      username,
      unitId: null,
      roles: ["administrator"],
      email: null,
      locale: "vi",
      passwordHash,
    });
    await tx.directory.saveOrganisation({
      name: organisationName,
      parentAgency,
      place,
      createdAt: deps.clock.now(),
    });
    await tx.audit(
      entryOf(deps, visitor(id, adminName, ipAddress), "organisation.set-up", {
        after: { organisation: organisationName, administrator: id },
      }),
    );
    return ok(id);
  });
}
