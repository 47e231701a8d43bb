import type { RequestHeaders } from "../../ports/identity.ts";

/** `__Host-` binds the cookie to this very host; browsers accept the prefix over https only. */
export const sessionCookieName = (isSecure: boolean): string => (isSecure ? "__Host-dongsoan" : "dongsoan");

export const sessionCookie = (token: string, maxAgeSeconds: number, isSecure: boolean): string =>
  `${sessionCookieName(isSecure)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${isSecure ? "; Secure" : ""}`;

const headerText = (value: string | readonly string[] | undefined): string =>
  typeof value === "string" ? value : (value?.join("; ") ?? "");

export function readSessionCookie(headers: RequestHeaders, isSecure: boolean): string | null {
  const name = `${sessionCookieName(isSecure)}=`;
  const pair = headerText(headers["cookie"])
    .split(/;\s*/)
    .find((part) => part.startsWith(name));
  return pair ? pair.slice(name.length) : null;
}

/** @returns null where no token is named: then the cookie counts. A malformed one is nobody's, and never the cookie's person. */
export function readBearer(headers: RequestHeaders): string | null {
  const [, token] = /^bearer (.*)$/i.exec(headerText(headers["authorization"])) ?? [];
  return token ?? null;
}
