import type { Reporter, TestCase } from "vitest/node";

/** A test that passed when it was tried again is green: what it failed of the first time is said here and nowhere else. */
export class TellRetries implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result();
    if (state !== "passed" || errors.length === 0) return;
    console.warn(`Passed when tried again: ${test.module.relativeModuleId}, ${test.fullName}`);
    for (const { message, stacks = [] } of errors) {
      const [at] = stacks;
      console.warn(`  ${message}${at ? ` (${at.file}:${at.line})` : ""}`);
    }
  }
}
