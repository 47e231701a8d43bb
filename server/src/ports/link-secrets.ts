/** The secret of a one-time link, from what it is for and its id: 256 bits, base64url, the same at every call. */
export type LinkSecrets = (purpose: "invitation" | "password-reset", id: string) => string;
