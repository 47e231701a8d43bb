import { auditCommand } from "./audit.ts";
import { backup, restore } from "./backup.ts";
import { userCommand } from "./users.ts";
import { verify } from "./verify.ts";
import { exit, help, type Terminal } from "./words.ts";

type Command = (args: readonly string[], terminal: Terminal) => number | Promise<number>;

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["verify", verify],
  ["backup", backup],
  ["restore", restore],
  ["user", userCommand],
  ["audit", auditCommand],
]);

/** @returns the exit code (`words.ts`). */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.problem(help);
    return exit.usage;
  }
  if (name === "help" || args.includes("--help") || args.includes("-h")) {
    terminal.out(help);
    return exit.ok;
  }
  const command = commands.get(name);
  if (!command) {
    terminal.problem(`Không có lệnh "${name}".\n\n${help}`);
    return exit.usage;
  }
  try {
    return await command(rest, terminal);
  } catch (error) {
    terminal.problem(`Không làm được: ${reasonOf(error)}`);
    return exit.failed;
  }
}

/** The innermost cause says most: a driver's "no such file" rather than "storage unavailable". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${reasonOf(error.cause)})` : error.message;
}
