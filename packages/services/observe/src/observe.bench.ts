/**
 * What watching adds to a change, interleaved with the hub alone and the store alone. From the root of the repository:
 * `node --conditions=statehouse-source packages/services/observe/src/observe.bench.ts`
 */
import { createHub, createPlainStore } from '@statehouse/hub';
import { systemStopwatch } from '@statehouse/kernel';
import { observe } from './observe.ts';

const CHANGES = 50_000;
const ROUNDS = 15;
const NAMES = Array.from({ length: 20 }, (_, at) => `change/${at}`);

interface Step {
  readonly type: string;
}

function counter() {
  return createPlainStore<number, Step>({ initial: 0, reduce: (state) => state + 1 });
}

function subjects(): Readonly<Record<string, (step: Step) => void>> {
  const plain = counter();
  const bare = createHub().add('counter', counter());
  const hub = createHub();
  const watched = hub.add('counter', counter());
  observe(hub);
  return {
    'the store alone': (step) => plain.dispatch(step),
    hub: (step) => bare.dispatch(step),
    'hub + observe': (step) => watched.dispatch(step),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

const steps = NAMES.map((type) => ({ type }));
const kinds = Object.entries(subjects());
const taken = new Map(kinds.map(([name]) => [name, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, change] of kinds) {
    const startMs = systemStopwatch.nowMs();
    for (let at = 0; at < CHANGES; at += 1) change(steps[at % steps.length] ?? { type: 'none' });
    taken.get(name)?.push(((systemStopwatch.nowMs() - startMs) * 1e6) / CHANGES);
  }
}
for (const [name, ns] of taken)
  console.log(`${name.padEnd(16)} ${median(ns).toFixed(0).padStart(6)} ns for each change`);
