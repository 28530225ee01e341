import type { ConformanceTest } from '../testing/expectation.ts';
import { contentsTests } from './conformance/contents.ts';
import { guardTests } from './conformance/guards.ts';
import { isolationTests } from './conformance/isolation.ts';
import { lifeTests } from './conformance/life.ts';
import { recoveryTests } from './conformance/recovery.ts';
import { snapshotTests } from './conformance/snapshots.ts';
import type { LogDriver, TestLog } from './conformance/subject.ts';

/** The tests that every log store must pass; `test` registers them with the runner at hand. */
export function runLogConformance(driver: LogDriver, { test }: { readonly test: ConformanceTest }): void {
  const testLog: TestLog = (name, run) =>
    test(name, async () => {
      const subject = await driver.create();
      try {
        await run(subject);
      } finally {
        await subject.dispose();
      }
    });
  contentsTests(testLog);
  guardTests(testLog);
  isolationTests(testLog);
  snapshotTests(testLog);
  recoveryTests(testLog);
  lifeTests(testLog);
}
