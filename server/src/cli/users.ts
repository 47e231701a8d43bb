import type { Result, UserId } from "@dongsoan/shared/domain";
import type { Person } from "../ports/directory-store.ts";
import { passwordResetUrlOf } from "../installation.ts";
import { changePerson } from "../usecases/change-person.ts";
import type { Caller } from "../usecases/context.ts";
import { endSessions } from "../usecases/own-access.ts";
import { makePasswordReset } from "../usecases/reset-password.ts";
import { atInstallation } from "./at-installation.ts";
import { exit, help, type Terminal } from "./words.ts";

/** Whoever may open the database may do this; the audit log says that it was done here. */
const operator: Caller = {
  actor: { userId: "system" as UserId, unitId: null, roles: ["administrator"], tokenScope: null },
  name: "dòng lệnh",
  ipAddress: null,
  sessionId: null,
};

const refusals: Readonly<Record<string, string>> = {
  "wrong-state": "đây là quản trị cuối cùng, hoặc tài khoản đã ngừng",
  "not-found": "không có người này",
};

type Action = "reset-password" | "disable" | "enable" | "revoke-sessions";
const actions: readonly string[] = ["reset-password", "disable", "enable", "revoke-sessions"];
const isAction = (text: string): text is Action => actions.includes(text);

export function userCommand(
  [verb, username]: readonly string[],
  terminal: Terminal,
): Promise<number> | number {
  if (verb === "list" && username === undefined) return list(terminal);
  if (verb === undefined || username === undefined || !isAction(verb)) {
    terminal.problem(help);
    return exit.usage;
  }
  return change(verb, username.trim().toLowerCase(), terminal);
}

const list = (terminal: Terminal) =>
  atInstallation(terminal, async ({ deps }) => {
    const [people, units] = await Promise.all([deps.directory.people(), deps.directory.units()]);
    for (const { username, name, unitId, roles, isActive } of people)
      terminal.out(
        [
          username,
          name,
          units.find((u) => u.id === unitId)?.shortName ?? "-",
          roles.join(",") || "-",
          isActive ? "active" : "disabled",
        ].join("\t"),
      );
    return exit.ok;
  });

const change = (action: Action, username: string, terminal: Terminal) =>
  atInstallation(terminal, async ({ deps }, config) => {
    const person = (await deps.directory.people()).find((p) => p.username === username);
    if (!person) {
      terminal.problem(`Không có người dùng "${username}".`);
      return exit.no;
    }
    const done = await act(action, person);
    if (done.ok) {
      terminal.out(done.value);
      return exit.ok;
    }
    terminal.problem(`Không được: ${refusals[done.reason] ?? done.reason}.`);
    return exit.no;

    async function act(verb: Action, { id, name }: Person): Promise<Result<string>> {
      switch (verb) {
        case "reset-password": {
          const made = await makePasswordReset(
            { ...deps, passwordResetUrl: passwordResetUrlOf(config) },
            operator,
            id,
          );
          if (!made.ok) return made;
          const { link, expiresAt, isMailed } = made.value;
          const until = new Date(expiresAt).toISOString();
          return { ok: true, value: `${link}\nDùng một lần, đến ${until}.${isMailed ? " Đã gửi thư." : ""}` };
        }
        case "disable":
        case "enable": {
          const changed = await changePerson(deps, operator, deps.identity, id, {
            isActive: verb === "enable",
          });
          if (!changed.ok) return changed;
          return { ok: true, value: verb === "enable" ? `Đã mở lại: ${name}` : `Đã ngừng: ${name}` };
        }
        case "revoke-sessions": {
          const ended = await endSessions(deps, operator, id);
          if (!ended.ok) return ended;
          const { tokens } = ended.value;
          return { ok: true, value: `Đã đăng xuất mọi nơi và thu hồi ${tokens} khóa API: ${name}` };
        }
      }
    }
  });
