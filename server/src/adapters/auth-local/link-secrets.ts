import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LinkSecrets } from "../../ports/link-secrets.ts";

/**
 * The secret of a one-time link is made from its id with a key beside the data. So it can be shown and mailed without
 * lying anywhere: the database holds its hash only, and the mail outbox its id.
 */
export function linkSecrets(keyDir: string): LinkSecrets {
  mkdirSync(keyDir, { recursive: true, mode: 0o700 });
  const file = join(keyDir, "links.key");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  const key = readFileSync(file);
  return (purpose, id) => createHmac("sha256", key).update(`${purpose}\n${id}`).digest("base64url");
}
