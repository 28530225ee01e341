import { expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { refuse } from '../plugins/plugin.ts';
import { createRedactor } from '../redaction/redactor.ts';
import { createPlainStore } from '../store/plain-store.ts';
import { exportRecording } from './export-recording.ts';
import { parseRecording } from './parse-recording.ts';
import { replayRecording } from './replay-recording.ts';
import { watchSecrets } from './watch-secrets.ts';

/** Each has a place of its own, so that a leak names it. Some need escapes in addresses and in JSON. */
const SECRETS = {
  inState: 'canary in state & "quoted"',
  inInput: 'canary-in-input',
  inMap: 'canary in a map=%20',
  inSet: 'canary-in-a-set',
  inMapKey: 'canary-in-a-key-of-a-map',
  inMachine: '4111 1111 1111 1111',
  inBatch: 'canary-in-a-batch',
  inFailedBatch: 'canary-in-a-failed-batch',
  inFailed: 'canary-in-what-failed',
  inRefused: 'canary-in-what-was-refused',
  inEffect: 'canary-in-an-effect',
  inFailedEffect: 'canary-in-a-failed-effect',
  inCacheKey: 'canary\\in "a" cache key',
  inAddress: 'canary in/an?address',
  inBytes: 'canary-in-bytes',
  gone: 'canary-long-gone',
  goneUnseen: 'canary-that-no-state-has-seen',
};

const sensitive = [
  'token',
  'password',
  'machine.context.card.*',
  'machine.card.*',
  'vault.secrets',
  'vault.byToken',
];
const key = 'a key of more than sixteen bytes';

type Input = { readonly type: string; readonly [field: string]: unknown };

/** Keeps the last input under its type, and everything that it says in a line of its own. */
function reduceAny(
  state: Readonly<Record<string, unknown>>,
  input: Input,
): Readonly<Record<string, unknown>> {
  if (input.type === 'fail') {
    const cause = new RangeError(`inner ${input.token}`);
    throw Object.assign(new Error(`cannot ${input.token}`, { cause }), {
      url: `/x?token=${input.token}`,
      input,
    });
  }
  return { ...state, [input.type]: input };
}

function anyStore() {
  return createPlainStore<Readonly<Record<string, unknown>>, Input>({ initial: {}, reduce: reduceAny });
}

async function hubFullOfSecrets() {
  const problems: unknown[] = [];
  const hub = createHub({
    journal: { maxEntries: 16, maxOlderEntries: 24 },
    onProblem: (problem) => problems.push(problem),
    plugins: [
      {
        name: 'guard',
        beforeChange: ({ name, input }) =>
          name === 'refused' ? refuse(`not with ${Object(input).token}`) : undefined,
      },
    ],
  });
  const redactor = createRedactor({ sensitive, key });
  watchSecrets(hub, redactor);
  const vault = hub.add('vault', anyStore(), { whenFailed: 'hold' });
  const machine = hub.add(
    'machine',
    createPlainStore({ initial: { value: 'idle', context: {} }, reduce: showCard }),
  );
  const quietly = (run: () => void) => expect(run).toThrowError();
  vault.dispatch({ type: 'sign in', password: SECRETS.gone });
  quietly(() => vault.dispatch({ type: 'refused', password: SECRETS.goneUnseen }));
  for (let each = 0; each < 60; each += 1) vault.dispatch({ type: 'noise', each });
  machine.dispatch({ type: 'SHOW', card: { number: SECRETS.inMachine, cvc: '999' } });
  vault.dispatch({ type: 'said before', text: `${Object.values(SECRETS).join(' and ')}` });
  vault.dispatch({ type: 'state', token: SECRETS.inState, deep: { list: [{ Password: SECRETS.inInput }] } });
  vault.dispatch({
    type: 'secrets',
    token: new Map<unknown, unknown>([[SECRETS.inMapKey, [SECRETS.inMap, new Set([SECRETS.inSet])]]]),
    byToken: { [SECRETS.inMapKey]: 1 },
    bytes: new TextEncoder().encode(SECRETS.inBytes),
  });
  vault.dispatch({ type: `getUser(${JSON.stringify({ token: SECRETS.inCacheKey })})` });
  vault.dispatch({ type: 'went', to: `https://x.org/?${new URLSearchParams({ token: SECRETS.inAddress })}` });
  vault.dispatch({ type: 'went', to: `https://x.org/?q=${encodeURIComponent(SECRETS.inAddress)}` });
  vault.dispatch({ type: 'fail', token: SECRETS.inFailed });
  quietly(() => vault.dispatch({ type: 'refused', token: SECRETS.inRefused }));
  hub.batch(`with ${SECRETS.inBatch}`, (send) => send(vault, { type: 'step', token: SECRETS.inBatch }));
  for (const policy of ['keep', 'undo'] as const) {
    quietly(() =>
      hub.batch(
        'half',
        (send) => {
          send(vault, { type: 'step', token: SECRETS.inFailedBatch });
          send(machine, { type: 'THROW', card: { number: SECRETS.inMachine, cvc: '998' } });
        },
        policy,
      ),
    );
  }
  await hub.effect(
    'load',
    async () => ({ token: SECRETS.inEffect }),
    (input) => vault.dispatch({ type: 'loaded', ...input }),
  );
  const failing = hub.effect(
    'load again',
    async () => {
      throw Object.assign(new Error(`with ${SECRETS.inFailedEffect}`), {
        request: { token: SECRETS.inFailedEffect },
      });
    },
    () => undefined,
  );
  await expect(failing).rejects.toThrowError();
  vault.dispatch({ type: 'late', message: `it was ${SECRETS.gone} or ${SECRETS.goneUnseen}` });
  return { hub, redactor, problems };
}

function showCard(_: object, event: Input): { readonly value: string; readonly context: object } {
  if (event.type === 'THROW') throw new Error(`card ${JSON.stringify(event.card)}`);
  return { value: `shows ${event.type}`, context: { card: event.card } };
}

/** Whatever a secret may be written like. */
function writingsOf(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    bytes.toString(),
    Buffer.from(bytes).toString('hex'),
  ];
}

function expectNoSecret(output: string): void {
  for (const [place, secret] of Object.entries(SECRETS)) {
    for (const written of writingsOf(secret))
      expect([place, output.includes(written)]).toEqual([place, false]);
  }
}

test('of the secrets all over a hub, none is in a recording, nor in what a replay says of it', async () => {
  const { hub, redactor, problems } = await hubFullOfSecrets();
  const text = [...exportRecording(hub, { redactor, note: `of somebody with ${SECRETS.inState}` })].join('');
  expect(text).toContain('⟦secret:');
  expectNoSecret(text);
  const recording = parseRecording(text);
  const kinds = new Set(recording.entries.map(({ kind, outcome }) => `${kind} ${outcome.kind}`));
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining([
      'action applied',
      'action failed',
      'action refused',
      'batch failed',
      'effect failed',
    ]),
  );
  const told: unknown[] = [];
  const result = await replayRecording(recording, {
    stores: { vault: reduceAny, machine: showCard },
    redactor,
    onProgress: (progress) => told.push(progress),
  });
  expect(result).toMatchObject({ ok: true });
  expectNoSecret(JSON.stringify(redactor.redact([result, told])));
  expectNoSecret(JSON.stringify(redactor.redact(problems)));
  const wrong = await replayRecording(recording, {
    stores: { vault: () => 'other', machine: showCard },
    redactor,
  });
  expect(wrong).toMatchObject({ ok: false });
  expectNoSecret(JSON.stringify([wrong, String(Object(wrong).error)]));
});
