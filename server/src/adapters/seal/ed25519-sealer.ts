import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { must } from "@dongsoan/shared/domain";
import type { Sealer } from "../../ports/sealer.ts";

/** The installation's signing key lies beside the data, readable by the server's user only; it is made at first start. */
export function ed25519Sealer(keyDir: string): Sealer {
  mkdirSync(keyDir, { recursive: true, mode: 0o700 });
  const file = join(keyDir, "seal-ed25519.pem");
  if (!existsSync(file))
    writeFileSync(file, generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
      flag: "wx",
    });
  const privateKey = createPrivateKey(readFileSync(file));
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  return {
    canonical: (value) => must(canonicalize(value), "canonical JSON"),
    hash: (content) => createHash("sha256").update(content).digest("hex"),
    sign: (text) => ({
      signature: sign(null, Buffer.from(text, "utf8"), privateKey).toString("base64"),
      publicKey,
    }),
  };
}
