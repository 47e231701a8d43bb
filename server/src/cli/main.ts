import { exit, help, type Terminal } from "./words.ts";

type Command = (args: readonly string[], terminal: Terminal) => number | Promise<number>;

/** Each loads what it needs and no more: a package is verified without a database driver. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ["verify", async () => (await import("./verify.ts")).verify],
  ["backup", async () => (await import("./backup.ts")).backup],
  ["restore", async () => (await import("./backup.ts")).restore],
  ["user", async () => (await import("./users.ts")).userCommand],
  ["audit", async () => (await import("./audit.ts")).auditCommand],
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
  const load = commands.get(name);
  if (!load) {
    terminal.problem(`Không có lệnh "${name}".\n\n${help}`);
    return exit.usage;
  }
  try {
    const command = await load();
    return await command(rest, terminal);
  } catch (error) {
    terminal.problem(`Không làm được: ${reasonOf(error)}`);
    return exit.failed;
  }
}

/** What the system says most often, in our language. */
const systemWords: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "không tìm thấy tệp"],
  ["EACCES", "không có quyền đọc hoặc ghi tệp"],
  ["EISDIR", "đây là thư mục, không phải tệp"],
]);

/** The innermost cause says most: a driver's "no such file" rather than "storage unavailable". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path }: NodeJS.ErrnoException = error;
  const words = systemWords.get(code ?? "");
  if (words !== undefined) return path === undefined ? words : `${words}: ${path}`;
  return error.cause instanceof Error ? `${error.message} (${reasonOf(error.cause)})` : error.message;
}
