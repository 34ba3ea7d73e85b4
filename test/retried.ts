// Names each test that passed only when it ran again (`retry` in vitest.config.ts), with what was wrong
// the first time, so that a test that fails now and then stays seen, and is mended.
import type { Reporter, TestCase } from 'vitest/node';

/** The longest part of an error that is printed: it holds the seed of a generated input. */
const LONGEST_ERROR = 2000;

/** Prints a line `RETRIED <file> > <test>` for each such test, after all others. */
export default class Retried implements Reporter {
  private readonly retried: TestCase[] = [];

  onTestCaseResult(testCase: TestCase): void {
    if (testCase.diagnostic()?.flaky === true) this.retried.push(testCase);
  }

  onTestRunEnd(): void {
    for (const testCase of this.retried) {
      const [first] = testCase.result().errors ?? [];
      console.log(`RETRIED ${testCase.module.relativeModuleId} > ${testCase.fullName}`);
      if (first !== undefined) console.log(first.message.slice(0, LONGEST_ERROR));
    }
  }
}
