import { expect, test, vi } from 'vitest';
import { answers } from './testing/concurrent/checks.ts';
import { EXPECTED } from './testing/concurrent/expected.ts';
import {
  derivedOnHub,
  entity,
  hubStore,
  queried,
  reactState,
  readWhileRendering,
} from './testing/concurrent/subject.tsx';

test.each([queried, entity, hubStore, derivedOnHub, reactState, readWhileRendering])(
  'concurrent rendering: $name does what the table says, no less and no more',
  async (subject) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(await answers(subject)).toEqual(EXPECTED[subject.name]);
    // React itself complains of the control that tears, and of nobody else.
    expect(warnings.mock.calls.length + complaints.mock.calls.length > 0).toBe(
      subject === readWhileRendering,
    );
    complaints.mockRestore();
    warnings.mockRestore();
  },
);
