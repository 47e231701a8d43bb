import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** A one-time token for the first set-up. It lives in memory only: a new start before the set-up prints a new link. */
export function setUpLink(publicOrigin: string): {
  readonly url: string;
  take(token: string): boolean;
  giveBack(): void;
} {
  const token = randomBytes(32).toString("base64url");
  const expected = digest(token);
  let isTaken = false;
  return {
    url: `${publicOrigin}/thiet-lap#${token}`,
    take(given) {
      if (isTaken || !timingSafeEqual(digest(given), expected)) return false;
      isTaken = true;
      return true;
    },
    giveBack() {
      isTaken = false;
    },
  };
}
