import { createHub } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { onHub } from '@statehouse/xstate';
import { assign, fromCallback, fromPromise, setup } from 'xstate';

type DeviceEvent = { readonly type: 'CONNECT' | 'DISCONNECT' | 'LOST' };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** A connection to a device: it is tried again after waits that double, and made anew when it is lost. */
export const deviceMachine = setup({
  types: { context: {} as { readonly failures: number }, events: {} as DeviceEvent },
  actors: {
    connect: fromPromise<void>(() => Promise.reject(new Error('Hand in a radio by `provide`.'))),
    listen: fromCallback<DeviceEvent>(() => {}),
  },
  delays: {
    backoff: ({ context }) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (context.failures - 1)),
    connectLimit: 3_000,
  },
  actions: {
    countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
    forgetFailures: assign({ failures: 0 }),
  },
}).createMachine({
  id: 'device',
  context: { failures: 0 },
  initial: 'idle',
  on: { DISCONNECT: '.idle' },
  states: {
    idle: { entry: 'forgetFailures', on: { CONNECT: 'connecting' } },
    connecting: {
      invoke: { id: 'connect', src: 'connect', onDone: 'connected', onError: 'waiting' },
      after: { connectLimit: 'waiting' },
    },
    waiting: { entry: 'countFailure', after: { backoff: 'connecting' }, on: { CONNECT: 'connecting' } },
    connected: {
      entry: 'forgetFailures',
      invoke: { id: 'listen', src: 'listen' },
      on: { LOST: 'lost' },
    },
    // Not the end of it: it is connected again at once, and only then with waits.
    lost: { after: { 0: 'connecting' } },
  },
});

const time = new VirtualTime();
const answers = ['fails', 'fails', 'never answers', 'connects', 'fails', 'connects'];
let lose = () => {};

const radio = deviceMachine.provide({
  actors: {
    connect: fromPromise<void>(() => {
      const answer = answers.shift();
      if (answer === 'never answers') return new Promise(() => {});
      return answer === 'connects' ? Promise.resolve() : Promise.reject(new Error('no device'));
    }),
    listen: fromCallback<DeviceEvent>(({ sendBack }) => {
      lose = () => sendBack({ type: 'LOST' });
    }),
  },
});

const hub = createHub();
const device = onHub(hub, 'device', radio, { time });
const log: string[] = [];
device.subscribe(({ value }) => {
  const line = `${time.nowMs()} ${value}`;
  if (log.at(-1) !== line) log.push(line);
});
device.start();

const turn = () => new Promise((done) => setTimeout(done));
async function pass(ms: number) {
  time.advance(ms);
  await turn();
}

device.send({ type: 'CONNECT' });
await turn();
for (const ms of [500, 1_000, 3_000, 2_000]) await pass(ms);
lose();
await turn();
for (const ms of [0, 500]) await pass(ms);
console.log(log.join('\n'));
device.stop();
