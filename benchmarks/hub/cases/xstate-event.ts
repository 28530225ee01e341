import type { Hub } from '@statehouse/hub';
import { onHub } from '@statehouse/xstate';
import { assign, createActor, setup } from 'xstate';
import type { ContenderOptions, Meter } from '../../contest/meter.ts';
import { settledBytes } from '../../contest/settled-bytes.ts';
import { Stopwatch } from '../../contest/stopwatch.ts';
import { consume, type Timed, timedMeter } from '../../contest/timed-meter.ts';
import type { HubCase } from '../hub-case.ts';

const LONG_RUN = 200_000;
/** Journals of the usual size are full after so many. */
const FULL_JOURNAL = 100_000;

/**
 * Events of a machine as applications have them: parallel and nested states, guards, assignments and an action with
 * names, one subscriber. `xstate-bare` is the cheapest event that there is: one assignment and nothing else.
 */
export const xstateEvent: HubCase = async ({ createHub }, options) => {
  check(createHub?.());
  return [
    timedMeter(sending('xstate-event', openWizard('wizard', createHub?.())), options),
    timedMeter(sending('xstate-bare', openCounter('counter', createHub?.())), options),
    growth(createHub?.(), options),
  ];
};

interface Machine {
  step(at: number): void;
  readonly total: number;
}

function openWizard(name: string, hub: Hub | undefined): Machine {
  let told = 0;
  const machine = setup({
    types: {
      context: {} as { readonly pages: number; readonly errors: number; readonly last: string },
      events: {} as { type: 'NEXT'; text: string } | { type: 'BACK' } | { type: 'SAVED' },
    },
    guards: {
      isFilled: ({ context }) => context.last !== '',
      isText: (_, { text }: { text: string }) => text.length > 0,
    },
    actions: {
      tell: () => {
        told += 1;
      },
      turn: assign({ pages: ({ context }) => context.pages + 1 }),
    },
  }).createMachine({
    type: 'parallel',
    context: { pages: 0, errors: 0, last: '' },
    states: {
      pages: {
        initial: 'first',
        states: {
          first: {
            initial: 'shown',
            states: { shown: {}, left: {} },
            on: {
              NEXT: [
                {
                  guard: { type: 'isText', params: ({ event }) => ({ text: event.text }) },
                  target: 'second',
                  actions: ['turn', assign({ last: ({ event }) => event.text }), 'tell'],
                },
                { actions: assign({ errors: ({ context }) => context.errors + 1 }) },
              ],
            },
          },
          second: {
            initial: 'shown',
            entry: 'tell',
            states: { shown: {}, left: {} },
            on: { NEXT: { guard: 'isFilled', target: 'first', actions: 'turn' }, BACK: 'first' },
          },
        },
      },
      saving: {
        initial: 'clean',
        states: { clean: { on: { NEXT: 'dirty' } }, dirty: { on: { SAVED: 'clean' } } },
      },
    },
  });
  const actor = hub === undefined ? createActor(machine) : onHub(hub, name, machine);
  actor.subscribe(({ context }) => consume(context.pages));
  actor.start();
  return {
    step: (at) => actor.send({ type: 'NEXT', text: (at & 7) === 0 ? '' : 'text' }),
    get total() {
      return actor.getSnapshot().context.pages + told;
    },
  };
}

function openCounter(name: string, hub: Hub | undefined): Machine {
  const machine = setup({
    types: { context: {} as { readonly count: number }, events: {} as { type: 'ADD'; by: number } },
  }).createMachine({
    context: { count: 0 },
    on: { ADD: { actions: assign({ count: ({ context, event }) => context.count + event.by }) } },
  });
  const actor = hub === undefined ? createActor(machine) : onHub(hub, name, machine);
  actor.subscribe(({ context }) => consume(context.count));
  actor.start();
  return {
    step: (at) => actor.send({ type: 'ADD', by: at & 7 }),
    get total() {
      return actor.getSnapshot().context.count;
    },
  };
}

/** That all ways do the same thing, and the hub knows of it. */
function check(hub: Hub | undefined): void {
  const machines = [openWizard('checked wizard', hub), openCounter('checked counter', hub)];
  for (let at = 0; at < 10; at += 1) for (const machine of machines) machine.step(at);
  const totals = machines.map(({ total }) => total).join(' ');
  const entries = hub === undefined ? 24 : hub.journal.length;
  if (totals !== '19 29' || entries !== 24)
    throw new Error(`${totals} after 10 events each, ${entries} entries`);
}

function sending(name: string, machine: Machine): Timed {
  const stopwatch = new Stopwatch();
  return {
    case: name,
    metric: 'per-change',
    unit: 'us',
    collects: 'young',
    n: 1,
    run(operations) {
      stopwatch.start();
      for (let done = 0; done < operations; done += 1) machine.step(done);
      return stopwatch.stop();
    },
  };
}

/** What many events leave behind, once the journal is full. */
function growth(hub: Hub | undefined, { quick }: ContenderOptions): Meter {
  const events = quick ? FULL_JOURNAL : LONG_RUN;
  const machine = openWizard('long run', hub);
  return {
    case: 'xstate-long-run',
    metric: 'growth',
    unit: 'bytes',
    n: events,
    mostSamples: 1,
    sample() {
      for (let done = 0; done < FULL_JOURNAL; done += 1) machine.step(done);
      const before = settledBytes();
      for (let done = 0; done < events; done += 1) machine.step(done);
      return settledBytes() - before;
    },
  };
}
