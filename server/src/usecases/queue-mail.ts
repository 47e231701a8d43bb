import type { Locale } from "@dongsoan/shared/i18n";
import type { MailNotice } from "../ports/mail.ts";
import type { ReportTransaction } from "../ports/report-store.ts";
import type { Deps } from "./context.ts";

/**
 * Puts a mail into the outbox, with the command's own transaction (MAIL1). Whoever calls wakes the postman after it.
 * @returns false when there is no mail server or no address: the link on the screen is then all there is.
 */
export async function queueMail(
  deps: Deps,
  tx: ReportTransaction,
  recipient: { readonly email: string | null; readonly locale: Locale },
  notice: MailNotice,
): Promise<boolean> {
  if (!deps.mail.isConfigured || recipient.email === null) return false;
  await tx.enqueueMail({
    id: deps.random.uuid(),
    recipient: recipient.email,
    locale: recipient.locale,
    notice,
    createdAt: deps.clock.now(),
    attempts: 0,
  });
  return true;
}
