import { createHash, randomBytes } from "node:crypto";

/** A 256-bit secret for a link, session or token; only its hash is ever stored. */
export const newSecret = (): string => randomBytes(32).toString("base64url");
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");
