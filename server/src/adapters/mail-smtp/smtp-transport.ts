import { createTransport } from "nodemailer";
import { MailRefused, type MailTransport } from "../../ports/mail.ts";

/** A dead mail server costs one try this long, and nobody waits for it. */
const connectTimeoutMs = 10_000;
const answerTimeoutMs = 20_000;

/** From here on the server says that it will never take this one; below it asks to come back later. */
const firstFinalReply = 500;

const codeOf = (error: unknown): { readonly code: string; readonly reply: number | null } => {
  const e = (typeof error === "object" && error !== null ? error : {}) as {
    code?: unknown;
    responseCode?: unknown;
  };
  const reply = typeof e.responseCode === "number" ? e.responseCode : null;
  return { code: reply === null ? (typeof e.code === "string" ? e.code : "UNKNOWN") : String(reply), reply };
};

/**
 * Plain text over SMTP. The address is a URL as nodemailer reads it: `smtps://user:password@host:465`, or
 * `smtp://host:587?requireTLS=true`. It is never logged, and neither is what the server answers.
 */
export function smtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport(
    {
      url,
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: connectTimeoutMs,
      socketTimeout: answerTimeoutMs,
    },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ to, subject, text });
      } catch (error) {
        const { code, reply } = codeOf(error);
        // A wrong password is the operator's to mend: the mail waits for it.
        const isFinal = reply !== null && reply >= firstFinalReply && code !== "535" && code !== "530";
        throw new MailRefused(code, isFinal, error);
      }
    },
    close: () => transport.close(),
  };
}
