import { of, Subject, throwError } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { createSearch } from './search.ts';

test('a search is answered, outlives a service that fails, and has its questions as causes', () => {
  vi.useFakeTimers();
  const slow = new Subject<readonly string[]>();
  const { hub, store, circuit$, stop } = createSearch((words) => {
    if (words === 'slow') return slow;
    return words === 'fail' ? throwError(() => new Error('down')) : of([`about ${words}`]);
  });
  const found: string[] = [];
  store.select((state) => state.found.join()).subscribe((books) => found.push(books));
  let circuit: unknown;
  circuit$.subscribe((state) => {
    circuit = state;
  });
  for (const words of ['slow', 'whales', 'fail']) store.dispatch({ type: 'typed', words });
  slow.next(['too late']);
  vi.advanceTimersByTime(1_000);
  expect(found).toEqual(['', 'about whales']);
  expect(circuit).toEqual({ kind: 'closed', failures: 1 });
  const [, , typed, answered] = [...hub.journal.entries()];
  expect([typed?.name, answered?.name, answered?.causeId]).toEqual(['typed', 'found', typed?.id]);
  stop();
  vi.useRealTimers();
});
