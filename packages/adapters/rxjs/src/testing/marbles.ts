import { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';

/** Runs a test in the virtual time of marbles: one character is one millisecond. */
export function marbles(test: (tools: RunTools) => void): void {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run((helpers) => test({ ...helpers, scheduler }));
}

type RunTools = Parameters<Parameters<TestScheduler['run']>[0]>[0] & { readonly scheduler: TestScheduler };
