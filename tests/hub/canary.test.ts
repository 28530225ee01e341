import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { configureStore, createSlice, type Middleware, type PayloadAction } from '@reduxjs/toolkit';
import { createApi } from '@reduxjs/toolkit/query';
import { createHub, createPlainStore, refuse } from '@statehouse/hub';
import { createRedactor, exportRecording, watchSecrets } from '@statehouse/hub/recording';
import { observe } from '@statehouse/observe';
import { openTelemetry } from '@statehouse/observe/opentelemetry';
import { exportToPrometheus } from '@statehouse/observe/prometheus';
import { persistStore } from '@statehouse/persist';
import { joinHub, redactedDevTools } from '@statehouse/redux/hub';
import { streamStore } from '@statehouse/rxjs';
import { createMemoryKeyValueStore, encryptKeyValueStore } from '@statehouse/storage';
import { onHub as actorOnHub } from '@statehouse/xstate';
import { onHub } from '@statehouse/zustand';
import { Registry } from 'prom-client';
import { Subject } from 'rxjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assign, fromPromise, setup } from 'xstate';
import { createStore } from 'zustand/vanilla';

/** Each has a place of its own, so that a leak names it. */
const SECRETS = {
  inReduxState: 'canary-in-redux & "quoted"',
  inQueryArgument: 'canary in\\an argument',
  inQueryAnswer: 'canary-in-an-answer',
  inQueryError: 'canary-in-an-error-of-a-query',
  inMap: 'canary-in-a-map',
  inMapKey: 'canary-in-the-key-of-a-map',
  inStream: 'canary-in-a-stream',
  inStreamFailure: 'canary-in-the-end-of-a-stream',
  inZustand: 'canary-in-zustand',
  inContext: 'canary-in-the-context-of-a-machine',
  inInput: 'canary-in-the-input-of-a-child',
  inInvocation: 'canary-in-what-an-invocation-threw',
  inGuard: 'canary-in-what-a-guard-threw',
  inAction: 'canary-in-what-an-action-threw',
  inReducerError: 'canary-in-an-error',
  inCause: 'canary-in-the-cause-of-an-error',
  inAddress: 'canary in/an?address',
  inRefusal: 'canary-in-a-refusal',
};

const redactor = createRedactor({
  sensitive: ['token', 'password', 'vault.byToken'],
  key: 'a key of more than sixteen bytes',
});

interface Vault {
  readonly byToken: ReadonlyMap<string, { readonly token: string }>;
  readonly said: readonly string[];
}

type VaultInput =
  | { readonly type: 'put'; readonly token: string; readonly byToken: Vault['byToken'] }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'fail'; readonly token: string; readonly password: string };

function reduceVault(vault: Vault, input: VaultInput): Vault {
  switch (input.type) {
    case 'put':
      return { ...vault, byToken: input.byToken };
    case 'say':
      return { ...vault, said: [...vault.said, input.text] };
    case 'fail':
      throw new Error(`cannot take ${input.token}`, { cause: new TypeError(`not ${input.password}`) });
  }
}

function quietly(run: () => unknown): void {
  expect(run).toThrowError();
}

function seeing(seen: unknown[]): Middleware {
  return () => (next) => (action) => {
    seen.push(action);
    return next(action);
  };
}

/** A Redux store with RTK Query, as an application has it. */
async function useRedux(hub: ReturnType<typeof createHub>, seen: unknown[]) {
  const session = createSlice({
    name: 'session',
    initialState: { token: '', page: '' },
    reducers: {
      signedIn: (state, { payload }: PayloadAction<{ token: string }>) => ({ ...state, ...payload }),
      went: (state, { payload }: PayloadAction<string>) => ({ ...state, page: payload }),
    },
  });
  const api = createApi({
    baseQuery: ({ token }: { readonly token: string }) =>
      token === SECRETS.inQueryError
        ? { error: { message: `no such thing as ${token}`, token } }
        : { data: { token: SECRETS.inQueryAnswer } },
    endpoints: ({ query }) => ({
      getUser: query<unknown, { readonly token: string }>({ query: (given) => given }),
    }),
  });
  const store = configureStore({
    reducer: { session: session.reducer, [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults().concat(api.middleware).concat(seeing(seen)),
    enhancers: joinHub(hub, 'shop'),
  });
  const { signedIn, went } = session.actions;
  store.dispatch(signedIn({ token: SECRETS.inReduxState }));
  for (const token of [SECRETS.inQueryArgument, SECRETS.inQueryError])
    await store.dispatch(api.endpoints.getUser.initiate({ token }));
  store.dispatch(went(`https://x.org/?${new URLSearchParams({ token: SECRETS.inAddress })}`));
  store.dispatch(went(`https://x.org/#${encodeURIComponent(SECRETS.inAddress)}`));
  return store;
}

/** A machine with a child that fails. */
async function useMachine(hub: ReturnType<typeof createHub>) {
  const machine = setup({
    types: {
      context: {} as { readonly token: string; readonly problem: unknown },
      events: {} as { readonly type: 'SIGN_IN' | 'ASK'; readonly token: string },
    },
    actors: {
      asking: fromPromise(({ input }: { readonly input: { readonly token: string } }) =>
        Promise.reject(Object.assign(new Error(`not with ${input.token}`), { token: SECRETS.inInvocation })),
      ),
    },
    actions: {
      greet: () => {
        throw Object.assign(new Error(`no greeting for ${SECRETS.inAction}`), { token: SECRETS.inAction });
      },
    },
    guards: {
      isKnown: ({ event }) => {
        throw new Error(`who is ${event.token}?`);
      },
    },
  }).createMachine({
    context: { token: '', problem: undefined },
    initial: 'out',
    states: {
      out: {
        on: {
          SIGN_IN: { target: 'in', actions: [assign(({ event }) => ({ token: event.token })), 'greet'] },
        },
      },
      in: {
        invoke: {
          src: 'asking',
          id: 'asking',
          input: { token: SECRETS.inInput },
          onError: { actions: assign({ problem: ({ event }) => event.error }) },
        },
        on: { ASK: { guard: 'isKnown', target: 'out' } },
      },
    },
  });
  const actor = actorOnHub(hub, 'machine', machine).start();
  quietly(() => actor.send({ type: 'SIGN_IN', token: SECRETS.inContext }));
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  quietly(() => actor.send({ type: 'ASK', token: SECRETS.inGuard }));
}

/** A hub with a store of every kind, each of which has been told secrets. */
async function hubFullOfSecrets() {
  const problems: unknown[] = [];
  const spans: unknown[] = [];
  const hub = createHub({ onProblem: (problem) => problems.push(problem) });
  watchSecrets(hub, redactor);
  hub.plugins.add({
    name: 'guard',
    beforeChange: ({ input }) =>
      Object(input).token === SECRETS.inRefusal ? refuse(`not with ${SECRETS.inRefusal}`) : undefined,
  });
  hub.plugins.add(openTelemetry({ tracer: tracerInto(spans) }));
  const watch = observe(hub);
  const registry = new Registry();
  exportToPrometheus(watch, registry);
  const actions: unknown[] = [];
  const store = await useRedux(hub, actions);
  const vault = createPlainStore({ initial: { byToken: new Map(), said: [] }, reduce: reduceVault });
  const vaultOnHub = hub.add('vault', vault);
  const secretMap = new Map([[SECRETS.inMapKey, { token: SECRETS.inMap }]]);
  vaultOnHub.dispatch({ type: 'put', token: SECRETS.inMap, byToken: secretMap });
  quietly(() =>
    vaultOnHub.dispatch({ type: 'fail', token: SECRETS.inReducerError, password: SECRETS.inCause }),
  );
  quietly(() => vaultOnHub.dispatch({ type: 'put', token: SECRETS.inRefusal, byToken: new Map() }));
  const filters = createStore<{ token: string }>()(onHub(hub, 'filters')(() => ({ token: '' })));
  filters.setState({ token: SECRETS.inZustand });
  await useMachine(hub);
  const source = new Subject<{ readonly token: string }>();
  hub.add('stream', streamStore(source, { name: 'told', initial: { token: '' } }));
  source.next({ token: SECRETS.inStream });
  source.error(Object.assign(new Error('gone'), { token: SECRETS.inStreamFailure }));
  vaultOnHub.dispatch({ type: 'say', text: Object.values(SECRETS).join(' and ') });
  return { hub, watch, registry, problems, spans, actions, store, vault };
}

/** A tracer that keeps what it is told, and nothing else. */
function tracerInto(spans: unknown[]): NonNullable<Parameters<typeof openTelemetry>[0]['tracer']> {
  const provider = new TracerProvider({
    spanProcessors: [
      new SimpleSpanProcessor({
        exporter: {
          export: (finished, done) => {
            spans.push(
              ...finished.map(({ name, attributes, status, events }) => ({
                name,
                attributes,
                status,
                events,
              })),
            );
            done({ code: 0 });
          },
          shutdown: () => Promise.resolve(),
        },
      }),
    ],
  });
  return provider.getTracer('canary');
}

/** Whatever a secret may be written like. */
function writingsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
  ];
}

function leaksIn(output: string): readonly string[] {
  return Object.entries(SECRETS)
    .filter(([, secret]) => writingsOf(secret).some((written) => output.includes(written)))
    .map(([place]) => place);
}

describe('of the secrets that stand in stores of every kind, none leaves', () => {
  let full: Awaited<ReturnType<typeof hubFullOfSecrets>>;
  beforeAll(async () => {
    full = await hubFullOfSecrets();
  });
  afterAll(() => full.watch.stop());

  test('the canaries are there, and would be found', () => {
    const { hub } = full;
    const states = hub.storeNames.map((name) => hub.store(name).getState());
    const found = leaksIn(
      JSON.stringify(states, (_, value) => (value instanceof Map ? [...value.entries()] : value)),
    );
    expect(found).toEqual(Object.keys(SECRETS));
  });

  test('with a recording', () => {
    const text = [...exportRecording(full.hub, { redactor, note: `with ${SECRETS.inMap}` })].join('');
    expect(text).toContain('⟦secret:');
    expect(leaksIn(text)).toEqual([]);
  });

  test('with what the DevTools are shown', () => {
    const { stateSanitizer, actionSanitizer } = redactedDevTools(redactor, 'shop');
    const state = JSON.stringify(stateSanitizer(full.store.getState()));
    expect(state).toContain('⟦secret:');
    expect(leaksIn(state)).toEqual([]);
    expect(leaksIn(JSON.stringify(full.actions.map((action) => actionSanitizer(action))))).toEqual([]);
    expect(full.actions.length).toBeGreaterThan(6);
  });

  test('with logs of problems', () => {
    expect(leaksIn(JSON.stringify(redactor.redact(full.problems)))).toEqual([]);
  });

  test('with spans, metrics and reports', async () => {
    expect(full.spans.length).toBeGreaterThan(10);
    expect(leaksIn(JSON.stringify(full.spans))).toEqual([]);
    expect(leaksIn(await full.registry.metrics())).toEqual([]);
    expect(leaksIn(JSON.stringify(full.watch.report()))).toEqual([]);
  });

  test('with what lies on an encrypted device', async () => {
    const contents = new Map<string, string>();
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    const storage = encryptKeyValueStore(createMemoryKeyValueStore(contents), { key });
    const kept = persistStore(full.vault, { storage, key: 'vault' });
    await kept.restored;
    await kept.flush();
    full.vault.dispatch({ type: 'say', text: SECRETS.inCause });
    await kept.stop();
    expect(contents.size).toBeGreaterThan(3);
    expect(leaksIn(JSON.stringify([...contents]))).toEqual([]);
  });
});
