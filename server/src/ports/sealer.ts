/** Canonical form, hashes and the installation's signature. */
export interface Sealer {
  /** RFC 8785 JSON. */
  canonical(value: unknown): string;
  /** SHA-256, hex. */
  hash(text: string | Uint8Array): string;
  /** Ed25519 over the UTF-8 bytes, base64. */
  sign(text: string): { readonly signature: string; readonly publicKey: string };
}
