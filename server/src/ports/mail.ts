import type { EpochMs, ReportId } from "@dongsoan/shared/domain";
import type { Locale } from "@dongsoan/shared/i18n";

/**
 * What is told by mail. Never text of a report, and never a secret: a one-time link is made again from the id that is
 * named here, at the moment of sending.
 */
export type MailNotice =
  | {
      readonly kind: "invitation";
      readonly invitationId: string;
      readonly name: string;
      readonly organisation: string;
    }
  | {
      readonly kind: "password-reset";
      readonly resetId: string;
      readonly name: string;
      readonly organisation: string;
    }
  | {
      readonly kind: "section-returned";
      readonly name: string;
      readonly by: string;
      readonly reportId: ReportId;
      readonly subject: string;
      /** Number of the section, and its title where everybody on the report may read it. */
      readonly section: string;
    };

export interface QueuedMail {
  readonly id: string;
  readonly recipient: string;
  readonly locale: Locale;
  readonly notice: MailNotice;
  readonly createdAt: EpochMs;
  /** Failed tries so far. */
  readonly attempts: number;
}

/** Mail that waits to be sent. It is put in by the command's own transaction, so that neither is there without the other. */
export interface MailOutbox {
  /** The oldest that are due. */
  due(now: EpochMs, limit: number): Promise<readonly QueuedMail[]>;
  /** When the next one is due; null when none waits. */
  nextDueAt(): Promise<EpochMs | null>;
  markSent(id: string, at: EpochMs): Promise<void>;
  /** @param nextAt null = given up. @param error a code, never an address or a text. */
  markFailed(id: string, at: EpochMs, error: string, nextAt: EpochMs | null): Promise<void>;
  /** There is no use in sending it any more. */
  drop(id: string): Promise<void>;
  counts(): Promise<{ readonly waiting: number; readonly failed: number; readonly lastError: string | null }>;
  /** Removes what was sent or given up before a date. */
  forget(before: EpochMs): Promise<number>;
}

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** One try to hand a message to the mail server. @throws MailRefused */
export interface MailTransport {
  send(message: MailMessage): Promise<void>;
  close(): void;
}

export class MailRefused extends Error {
  /** The server will never take it (unknown recipient): trying again is of no use. */
  readonly isFinal: boolean;
  /** e.g. "ECONNECTION", "550". */
  readonly code: string;
  constructor(code: string, isFinal: boolean, cause: unknown) {
    super("the mail server did not take it", { cause });
    this.name = "MailRefused";
    this.code = code;
    this.isFinal = isFinal;
  }
}
