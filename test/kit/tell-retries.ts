import type { Reporter, TestCase, Vitest } from "vitest/node";

/** A test that passed when it was tried again is green: what it failed of the first time is said here and nowhere else. */
export class TellRetries implements Reporter {
  #logger: Vitest["logger"] | null = null;

  onInit({ logger }: Vitest): void {
    this.#logger = logger;
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result();
    if (state !== "passed" || errors.length === 0) return;
    this.#logger?.log(`Passed when tried again: ${test.module.relativeModuleId}, ${test.fullName}`);
    for (const { message, stacks = [] } of errors) {
      const [at] = stacks;
      this.#logger?.log(`  ${message}${at ? ` (${at.file}:${at.line})` : ""}`);
    }
  }
}
