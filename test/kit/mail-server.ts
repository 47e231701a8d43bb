import { SMTPServer } from "smtp-server";
import { must } from "@dongsoan/shared/domain";
import { freePort } from "./running-server.ts";

export interface ReceivedMail {
  readonly to: readonly string[];
  /** Head and body as they came over the line. */
  readonly source: string;
}

/** A real SMTP server that keeps what it is given, and refuses what it is told to refuse. */
export class MailServer {
  readonly port: number;
  readonly received: ReceivedMail[] = [];
  tries = 0;
  /** Answers the next recipients with these codes; 250 once they are used up. */
  readonly refusals: number[] = [];
  readonly #waiting = new Set<() => void>();
  #server: SMTPServer | null = null;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<MailServer> {
    const mail = new MailServer(await freePort());
    await mail.open();
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  open(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      logger: false,
      onRcptTo: (_address, _session, callback) => {
        this.tries += 1;
        const code = this.refusals.shift();
        if (code === undefined) return callback();
        callback(Object.assign(new Error("not now"), { responseCode: code }));
        this.#tell();
      },
      onData: (stream, session, callback) => {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          this.received.push({
            to: session.envelope.rcptTo.map((r) => r.address),
            source: Buffer.concat(parts).toString("utf8"),
          });
          callback();
          this.#tell();
        });
      },
    });
    this.#server = server;
    return new Promise((resolve) => server.listen(this.port, "127.0.0.1", () => resolve()));
  }

  close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  /** The letter to an address, once it has come. */
  async letterTo(address: string): Promise<ReceivedMail> {
    const find = () => this.received.find((m) => m.to.includes(address));
    await this.until(() => find() !== undefined);
    return must(find(), address);
  }

  /** Resolves once the condition holds; asked again after every try. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** The plain text of a mail: nodemailer writes base64 or quoted-printable where there is more than ASCII. */
export function textOf({ source }: ReceivedMail): string {
  const [head = "", body = ""] = source.split(/\r\n\r\n(.*)/s);
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/transfer-encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The subject, of which each encoded word is decoded. */
export function subjectOf({ source }: ReceivedMail): string {
  const line = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(source)?.[1] ?? "";
  return line
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/\r\n(?=[ \t])/g, "")
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("utf8")
        : Buffer.from(
            text
              .replaceAll("_", " ")
              .replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            "latin1",
          ).toString("utf8"),
    );
}
