import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { createPlainStore } from '../store/plain-store.ts';
import { add, counterStore } from '../testing/counter-store.ts';
import type { Recording } from './recording.ts';
import { noteHub, recorded, replayed } from './testing/recorded.ts';

interface Account {
  readonly token: string;
  readonly isTest: boolean;
}

interface SignIn {
  readonly type: 'sign in';
  readonly token: string;
}

describe('the first entry that comes out otherwise', () => {
  test('is named with its store, its place and both values', async () => {
    const { hub, notes } = noteHub({ of: { lines: [{ text: 'a' }] } }, ({ of }, text) => ({
      of: { lines: [...of.lines, { text }] },
    }));
    for (const text of ['b', 'c']) notes.dispatch(text);
    const result = await replayed(recorded(hub), {
      note: ({ of }: { of: { lines: readonly object[] } }, text: string) => ({
        of: { lines: [...of.lines, { text: text === 'c' ? 'C' : text }] },
      }),
    });
    expect(result).toMatchObject({
      ok: false,
      kind: 'diverged',
      entry: 3,
      store: 'note',
      path: ['of', 'lines', 2, 'text'],
      recorded: 'c',
      replayed: 'C',
      isUnsteady: false,
      hasSecretsBefore: false,
      error: { code: 'hub/replay-diverged' },
    });
  });

  test('is found where nothing should have changed, and where the value is too large for the tape', async () => {
    interface Pages {
      readonly big: string;
      readonly count: number;
    }
    const { hub, notes } = noteHub<Pages>({ big: '', count: 0 }, ({ count }, text) => ({
      big: text.repeat(9_000),
      count,
    }));
    notes.dispatch('x');
    const recording = recorded(hub);
    const wrong = ({ count }: Pages, text: string) => ({ big: text.repeat(9_001), count });
    expect(await replayed(recording, { note: wrong })).toMatchObject({ path: ['big'], recorded: undefined });
    const elsewhere = ({ count }: Pages, text: string) => ({ big: text.repeat(9_000), count: count + 1 });
    expect(await replayed(recording, { note: elsewhere })).toMatchObject({
      path: ['count'],
      recorded: 0,
      replayed: 1,
    });
  });

  test('is the one that drew lots, whether it was recorded so or replayed so', async () => {
    const lucky = (state: { readonly luck: number }, _: string) => ({ ...state, luck: Math.random() });
    const { hub, notes } = noteHub({ luck: 0 }, lucky);
    notes.dispatch('x');
    const steady = (state: { readonly luck: number }) => state;
    expect(await replayed(recorded(hub), { note: lucky })).toMatchObject({
      entry: 2,
      path: ['luck'],
      isUnsteady: true,
    });
    expect(await replayed(recorded(hub), { note: steady })).toMatchObject({
      entry: 2,
      path: ['luck'],
      isUnsteady: false,
    });
  });

  test('is no divergence where it depends on a secret', async () => {
    const reduce = (_: Account, { token }: SignIn): Account => ({ token, isTest: token.startsWith('test-') });
    const hub = createHub();
    const account = createPlainStore({ initial: { token: '', isTest: false }, reduce });
    const accounts = hub.add('account', account);
    accounts.dispatch({ type: 'sign in', token: 'live-1234' });
    accounts.dispatch({ type: 'sign in', token: 'test-1234' });
    expect(await replayed(recorded(hub), { account })).toMatchObject({
      ok: false,
      kind: 'redacted-input',
      entry: 3,
      path: ['isTest'],
      recorded: true,
      replayed: false,
      error: { code: 'hub/redacted-input' },
    });
  });

  test('is told to have secrets before it, where an innocent input meets one', async () => {
    const reduce = (state: Account, input: SignIn | { readonly type: 'look' }): Account =>
      input.type === 'look'
        ? { ...state, isTest: state.token.startsWith('test-') }
        : { token: input.token, isTest: false };
    const hub = createHub();
    const account = createPlainStore({ initial: { token: '', isTest: false }, reduce });
    const accounts = hub.add('account', account);
    accounts.dispatch({ type: 'sign in', token: 'test-1234' });
    accounts.dispatch({ type: 'look' });
    expect(await replayed(recorded(hub), { account })).toMatchObject({
      kind: 'diverged',
      entry: 3,
      hasSecretsBefore: true,
    });
  });

  test('may be one at which reduce throws', async () => {
    const { hub, notes } = noteHub('', (_, text) => text);
    notes.dispatch('x');
    const cause = new Error('no');
    const result = await replayed(recorded(hub), {
      note() {
        throw cause;
      },
    });
    expect(result).toMatchObject({
      ok: false,
      kind: 'threw',
      entry: 2,
      error: { code: 'hub/replay-threw', cause },
    });
  });
});

describe('a replay', () => {
  function longRecording(): Recording {
    const hub = createHub();
    const counts = hub.add('counter', counterStore());
    for (let each = 0; each < 1_000; each += 1) counts.dispatch(add(1));
    return recorded(hub);
  }

  test('tells how far it is, and lets others have a turn', async () => {
    const time = new VirtualTime();
    const told: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => told.push(done / total);
    let isOver = false;
    const replay = replayed(longRecording(), { counter: counterStore() }, { onProgress, timers: time }).then(
      () => {
        isOver = true;
      },
    );
    expect(told).toHaveLength(200);
    for (let turn = 0; turn < 5; turn += 1) {
      expect(isOver).toBe(false);
      time.advance(1);
      await Promise.resolve();
    }
    await replay;
    expect(told).toHaveLength(1_001);
    expect(told.at(-1)).toBe(1);
  });

  test('ends when it is told to', async () => {
    const aborting = new AbortController();
    const reason = new Error('enough');
    let last = 0;
    const onProgress = ({ done }: { done: number }) => {
      last = done;
      if (done === 300) aborting.abort(reason);
    };
    const options = { onProgress, signal: aborting.signal };
    await expect(replayed(longRecording(), { counter: counterStore() }, options)).rejects.toBe(reason);
    expect(last).toBe(300);
  });

  test('goes on with another key, but not with other rules', async () => {
    const reduce = (_: Account, { token }: SignIn): Account => ({ token, isTest: false });
    const hub = createHub();
    hub.add('account', createPlainStore({ initial: { token: '', isTest: false }, reduce })).dispatch({
      type: 'sign in',
      token: 'test-1234',
    });
    const recording = recorded(hub);
    const withRules = (...sensitive: string[]): { readonly redactor: Redactor } => ({
      redactor: createRedactor({ sensitive, key: 'the key of somebody else' }),
    });
    expect(await replayed(recording, { account: reduce }, withRules('token', 'password'))).toMatchObject({
      ok: true,
    });
    await expect(replayed(recording, { account: reduce }, withRules('token'))).rejects.toMatchObject({
      code: 'hub/recording-other-rules',
    });
  });
});
