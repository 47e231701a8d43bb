import { formatDateTime } from "@dongsoan/shared/i18n";
import { type MailKey, mailText } from "@dongsoan/shared/mail";
import {
  type MailMessage,
  type MailOutbox,
  MailRefused,
  type MailTransport,
  type QueuedMail,
} from "../ports/mail.ts";
import type { DirectoryStore } from "../ports/directory-store.ts";
import type { LinkSecrets } from "../ports/link-secrets.ts";
import type { Clock } from "../ports/clock.ts";

export interface DeliveryDeps {
  readonly outbox: MailOutbox;
  readonly transport: MailTransport;
  readonly directory: DirectoryStore;
  readonly linkSecrets: LinkSecrets;
  readonly hashSecret: (secret: string) => string;
  readonly clock: Clock;
  /** Origin of the page. */
  readonly publicOrigin: string;
  /** Pauses before each further try, milliseconds; after the last one it is given up. */
  readonly retryAfterMs: readonly number[];
  /** Told of each failed try, for the log: codes only. */
  readonly onFailed: (mail: { readonly id: string; readonly kind: string; readonly code: string }) => void;
}

const atOnce = 20;

/** Sends what is due, one after the other. @returns when the next one is due; null when none waits. */
export async function deliverMail(deps: DeliveryDeps): Promise<number | null> {
  const { outbox, clock } = deps;
  for (const mail of await outbox.due(clock.now(), atOnce)) await deliver(deps, mail);
  return outbox.nextDueAt();
}

async function deliver(deps: DeliveryDeps, mail: QueuedMail): Promise<void> {
  const { outbox, transport, clock } = deps;
  const message = await write(deps, mail);
  // Withdrawn, used or expired meanwhile: a link that does not work is not sent.
  if (!message) return outbox.drop(mail.id);
  try {
    await transport.send(message);
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    deps.onFailed({ id: mail.id, kind: mail.notice.kind, code: error.code });
    const pause = error.isFinal ? undefined : deps.retryAfterMs[mail.attempts];
    const now = clock.now();
    return outbox.markFailed(mail.id, now, error.code, pause === undefined ? null : now + pause);
  }
  await outbox.markSent(mail.id, clock.now());
}

async function write(
  deps: DeliveryDeps,
  { recipient, locale, notice }: QueuedMail,
): Promise<MailMessage | null> {
  const params = await paramsOf(deps, notice, locale);
  if (!params) return null;
  const words = (key: MailKey) => mailText(locale, key, params);
  return {
    to: recipient,
    // A line break in a report's subject must not become one of the mail's head.
    subject: words(`${notice.kind}.subject`).replace(/\s+/g, " ").slice(0, 200),
    text: `${words(`${notice.kind}.text`)}\n\n-- \n${mailText(locale, "footer", {})}\n`,
  };
}

async function paramsOf(
  deps: DeliveryDeps,
  notice: QueuedMail["notice"],
  locale: QueuedMail["locale"],
): Promise<Readonly<Record<string, string>> | null> {
  const { publicOrigin, directory, clock } = deps;
  if (notice.kind === "section-returned") {
    const { name, by, subject, section, reportId } = notice;
    return { name, by, subject, section, link: `${publicOrigin}/bao-cao/${reportId}` };
  }
  const isInvitation = notice.kind === "invitation";
  const secret = deps.linkSecrets(notice.kind, isInvitation ? notice.invitationId : notice.resetId);
  const hash = deps.hashSecret(secret);
  const open = await (isInvitation ? directory.invitationByHash(hash) : directory.passwordResetByHash(hash));
  if (!open || open.expiresAt <= clock.now()) return null;
  const page = isInvitation ? "loi-moi" : "dat-lai-mat-khau";
  return {
    name: notice.name,
    organisation: notice.organisation,
    expires: formatDateTime(locale, open.expiresAt),
    link: `${publicOrigin}/${page}#${secret}`,
  };
}
