import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** A one-time token for the first set-up. It lives in memory only: a new start before the set-up prints a new link. */
export function setUpLink(publicOrigin: string): { readonly url: string; isToken(token: string): boolean } {
  const token = randomBytes(32).toString("base64url");
  const expected = digest(token);
  return {
    url: `${publicOrigin}/thiet-lap#${token}`,
    isToken: (given) => timingSafeEqual(digest(given), expected),
  };
}
