import type { RouteName } from "@dongsoan/shared/protocol";
import type { Answers } from "./answers.ts";
import { ApiError } from "./api-error.ts";
import { request } from "./call.ts";

/**
 * The last answer of a few questions, kept on this machine: without a line the page still knows who writes and how the
 * report is built, and shows the text that lies here. Cleared at sign-out.
 */
const prefix = "dongsoan.last.";

export async function callOrLastSeen<Name extends RouteName>(
  name: Name,
  options: { readonly params?: { readonly id: string }; readonly signal?: AbortSignal },
): Promise<Answers[Name]> {
  const key = `${prefix}${name}.${options.params?.id ?? ""}`;
  try {
    const answer = await request(name, options);
    remember(key, answer);
    return answer;
  } catch (error) {
    const kept = error instanceof ApiError && error.code === "offline" ? recall(key) : null;
    if (kept === null) throw error;
    return JSON.parse(kept) as Answers[Name];
  }
}

/** Somebody has signed in: what was kept for whoever was here before is not for them. */
export function startLastSeen(session: Answers["session"]): void {
  forgetLastSeen();
  remember(`${prefix}session.`, session);
}

export function forgetLastSeen(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Storage may be forbidden; then nothing was kept.
  }
}

function remember(key: string, answer: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(answer));
  } catch {
    // Full or forbidden: a reload without a line will say so.
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // As above.
    return null;
  }
}
