import { createHub, refuse } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { of, Subject, throwError } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { listened } from '../testing/listened.ts';
import { onHub } from './on-hub.ts';
import { type Emission, type StreamState, streamStore } from './stream-store.ts';

const sent = (value: number): Emission<number> => ({ kind: 'value', value });

describe('a stream as a store', () => {
  runStoreConformance(
    {
      create() {
        const prices = new Subject<number>();
        let refusal: unknown;
        const store = streamStore(prices, {
          initial: 0,
          name: 'price',
          onRefused: (error) => {
            refusal = error;
          },
        });
        // The hub listens, so the stream is listened to.
        store.subscribe(() => {});
        const dispatch = (emission: Emission<number>) => {
          refusal = undefined;
          if (emission.kind === 'value') prices.next(emission.value);
          if (refusal !== undefined) throw refusal;
        };
        return {
          store: { ...store, dispatch },
          inputs: [sent(3), sent(4), sent(5)],
          describe: ({ kind, value }: StreamState<number>) => [kind, value],
          read: store.getShown,
          watch: store.subscribeShown,
        };
      },
    },
    { test },
  );

  test('each emission is an entry, and so are its end and its failure', () => {
    const hub = createHub();
    const prices = new Subject<number>();
    const broken = new Error('the exchange is closed');
    const prices$ = hub.add('prices', streamStore(prices, { initial: 0, name: 'price' }));
    hub.add('done', streamStore(of(7), { initial: 0, name: 'answer' }));
    prices.next(3);
    prices.error(broken);
    const entries = [...hub.journal.entries()].filter(({ kind }) => kind === 'emission');
    expect(entries.map(({ name, changes }) => [changes[0]?.store, name, changes[0]?.states?.after])).toEqual([
      ['done', 'answer', { kind: 'active', value: 7 }],
      ['done', 'answer completed', { kind: 'completed', value: 7 }],
      ['prices', 'price', { kind: 'active', value: 3 }],
      ['prices', 'price failed', { kind: 'failed', value: 3, error: broken }],
    ]);
    expect(prices$.getState()).toEqual({ kind: 'failed', value: 3, error: broken });
    expect(() => hub.dispatch('prices', sent(1))).toThrowError(
      expect.objectContaining({ code: 'hub/not-dispatchable' }),
    );
  });

  test('is listened to once from when it joins to when it leaves, and again when it joins again', () => {
    const hub = createHub();
    const prices = new Subject<number>();
    const { stream, seen } = listened(prices);
    const store = streamStore(stream, { initial: 0, name: 'price' });
    expect(seen).toEqual({ ever: 0, now: 0 });
    const handle = hub.add('prices', store);
    const stop = store.subscribe(() => {});
    expect(seen).toEqual({ ever: 1, now: 1 });
    handle.leave();
    expect(seen.now).toBe(1);
    stop();
    expect(seen.now).toBe(0);
    prices.next(1);
    expect(store.getState().value).toBe(0);
    hub.add('prices', store);
    prices.next(2);
    expect(seen).toEqual({ ever: 2, now: 1 });
    expect(store.getState().value).toBe(2);
  });

  test('what a stream sends as soon as it is listened to is asked about and written down as well', () => {
    const asked: unknown[] = [];
    const hub = createHub({
      plugins: [{ name: 'ask', beforeChange: ({ input }) => void asked.push(input) }],
    });
    hub.add('prices', streamStore(of(7), { initial: 0, name: 'price' }));
    expect(asked).toEqual([sent(7), { kind: 'completed' }]);
  });

  test('an emission that is refused is left out, and the stream goes on', () => {
    const refused: unknown[] = [];
    const hub = createHub({
      plugins: [
        {
          name: 'sense',
          beforeChange: ({ input }) =>
            JSON.stringify(input).includes('-') ? refuse('no price is below zero') : undefined,
        },
      ],
    });
    const prices = new Subject<number>();
    const store = streamStore(prices, {
      initial: 0,
      name: 'price',
      onRefused: (error) => refused.push(error),
    });
    hub.add('prices', store);
    const values: number[] = [];
    store.value$.subscribe((value) => values.push(value));
    for (const price of [1, -1, 2]) prices.next(price);
    expect(values).toEqual([0, 1, 2]);
    expect(refused).toEqual([expect.objectContaining({ code: 'hub/refused' })]);
  });

  test('value$ shows the past, outlives a failure, and does not listen to the stream by itself', () => {
    const hub = createHub();
    const prices = new Subject<number>();
    const { stream, seen } = listened(prices);
    const store = streamStore(stream, { initial: 0, name: 'price' });
    const values: number[] = [];
    store.value$.subscribe((value) => values.push(value));
    expect(seen.ever).toBe(0);
    hub.add('prices', store);
    prices.next(1);
    prices.next(2);
    prices.error(new Error('closed'));
    hub.time.back(2);
    hub.time.resume();
    expect(values).toEqual([0, 1, 2, 1, 2]);
  });

  test('a stream that fails at once is a store that has failed', () => {
    const hub = createHub();
    const store = streamStore(
      throwError(() => 'no'),
      { initial: 0, name: 'price' },
    );
    hub.add('prices', store);
    expect(store.getState()).toEqual({ kind: 'failed', value: 0, error: 'no' });
  });

  test('a stream that sends at once and makes its only listener leave is let go', () => {
    const prices = new Subject<number>();
    const { stream, seen } = listened(prices);
    const store = streamStore(stream, { initial: 0, name: 'price' });
    const stop = store.subscribe(() => stop());
    prices.next(1);
    expect(seen).toEqual({ ever: 1, now: 0 });
  });

  test('joins in the middle of a pipe, and shows the past to who listens behind it', () => {
    const hub = createHub();
    const prices = new Subject<number>();
    const { stream, seen } = listened(prices);
    const shown$ = stream.pipe(onHub(hub, 'prices', { initial: 0 }));
    const values: number[][] = [[], []];
    shown$.subscribe((value) => values[0]?.push(value));
    prices.next(1);
    shown$.subscribe((value) => values[1]?.push(value));
    prices.next(2);
    hub.time.back();
    expect([values, seen]).toEqual([
      [
        [0, 1, 2, 1],
        [1, 2, 1],
      ],
      { ever: 1, now: 1 },
    ]);
  });
});
