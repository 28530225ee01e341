import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { Subject, type Subscription } from 'rxjs';
import { expect, test } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { type CircuitState, createCircuitBreaker } from './circuit-breaker.ts';

const MAX_FAILURES = 2;
const OPEN_MS = 10;

const step = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), at: fc.constant(0) }),
  fc.record({ kind: fc.constantFrom('answer' as const, 'fail' as const, 'leave' as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant('wait' as const), at: fc.integer({ min: 1, max: OPEN_MS }) }),
);

interface Request {
  /** The time of the model in which it was let in. */
  readonly era: number;
  readonly source: Subject<void>;
  readonly listening: Subscription;
}

/** What a breaker is, in the plainest words: eras that end whenever it opens or closes. */
class Model {
  era = 0;
  failures = 0;
  openedAtMs: number | undefined;
  trial: number | undefined;

  kind(nowMs: number): CircuitState['kind'] {
    if (this.openedAtMs === undefined) return 'closed';
    return nowMs - this.openedAtMs >= OPEN_MS ? 'half-open' : 'open';
  }

  letsIn(nowMs: number): boolean {
    const kind = this.kind(nowMs);
    return kind === 'closed' || (kind === 'half-open' && this.trial === undefined);
  }

  fail(nowMs: number): void {
    this.failures += 1;
    if (this.kind(nowMs) === 'closed' && this.failures < MAX_FAILURES) return;
    this.openedAtMs = nowMs;
    this.#turn();
  }

  succeed(): void {
    this.failures = 0;
    if (this.openedAtMs === undefined) return;
    this.openedAtMs = undefined;
    this.#turn();
  }

  #turn(): void {
    this.era += 1;
    this.trial = undefined;
  }
}

test('whatever answers, fails, is given up or comes late: it lets in and tells what the plain model does', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
      const clock = new VirtualClock();
      const breaker = createCircuitBreaker({
        maxFailures: MAX_FAILURES,
        openMs: OPEN_MS,
        scheduler: clock.scheduler,
      });
      const model = new Model();
      const told: CircuitState[] = [];
      breaker.state$.subscribe((state) => told.push(state));
      const requests: Request[] = [];
      let nowMs = 0;
      for (const { kind, at } of steps) {
        if (kind === 'wait') {
          clock.advance(at);
          nowMs += at;
        } else if (kind === 'ask') {
          const source = new Subject<void>();
          const errors: unknown[] = [];
          const listening = source
            .pipe(breaker.protect())
            .subscribe({ error: (error) => errors.push(error) });
          expect(errors.length === 0).toBe(model.letsIn(nowMs));
          if (errors.length > 0) continue;
          if (model.kind(nowMs) === 'half-open') model.trial = requests.length;
          requests.push({ era: model.era, source, listening });
        } else {
          const request = requests[at];
          if (request === undefined || request.listening.closed) continue;
          const counts = request.era === model.era;
          if (kind === 'leave') {
            request.listening.unsubscribe();
            if (model.trial === at) model.trial = undefined;
          } else if (kind === 'fail') {
            request.source.error(new Error('down'));
            if (counts) model.fail(nowMs);
          } else {
            request.source.complete();
            if (counts) model.succeed();
          }
        }
        expect(told.at(-1)).toMatchObject({ kind: model.kind(nowMs), failures: model.failures });
      }
    }),
    cases(1_000),
  );
});
