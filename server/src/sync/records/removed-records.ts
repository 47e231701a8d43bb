/** More is not remembered: what an undo brings back of it is then text of whoever undoes. */
const maxRecords = 200;
const maxUnits = 4_000;

/**
 * Text that went together with the records on it, by record: an undo brings it back under new ids, and its records with it
 * (SUG13). Outlives the document that it was taken from.
 */
export class RemovedRecords {
  readonly #texts = new Map<string, string>();
  readonly #attributes = new Set<string>();

  /** @param value of the record, @param text that bore it; stretches that did not stand together are kept apart. */
  rememberText(value: string, text: string): void {
    const known = this.#texts.get(value) ?? "";
    this.#texts.delete(value);
    this.#texts.set(value, `${text}\n${known}`.slice(0, maxUnits));
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > maxRecords && oldest !== undefined) this.#texts.delete(oldest);
  }

  rememberAttribute(value: string): void {
    this.#attributes.add(value);
    const [oldest] = this.#attributes;
    if (this.#attributes.size > maxRecords && oldest !== undefined) this.#attributes.delete(oldest);
  }

  hadText(value: string, text: string): boolean {
    return this.#texts.get(value)?.includes(text) ?? false;
  }

  hadAttribute(value: string): boolean {
    return this.#attributes.has(value);
  }
}
