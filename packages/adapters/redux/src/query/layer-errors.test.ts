import { createApi } from '@reduxjs/toolkit/query';
import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { optimistic } from './optimistic.ts';
import { type AskServer, createPlainApi } from './testing/posts-api.ts';
import { abc, createDesk, post } from './testing/posts-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type OnError = (error: StatehouseError) => void;
type PlainApi = ReturnType<typeof createPlainApi>;
type Layers = Parameters<typeof optimistic<PlainApi>>[1];

/** A desk whose layers are those of one test. */
const createDeskWith = (layers: Layers) =>
  createDesk((baseQuery: AskServer, onError?: OnError) =>
    optimistic(createPlainApi(baseQuery), layers, onError === undefined ? {} : { onError }),
  );

const codes = (errors: readonly StatehouseError[]) => errors.map(({ code }) => code);

test('a layer that throws is dropped everywhere and told once, and its mutation goes on', async () => {
  const desk = createDeskWith({
    renamePost: {
      getPosts: (posts, { id, title }) => {
        for (const one of posts) if (one.id === id) one.title = title;
        if (title === 'bad') throw new Error('Cannot');
      },
    },
  });
  await desk.load(abc());
  const good = desk.rename('a', 'A');
  const bad = desk.rename('b', 'bad');
  expect(desk.titles()).toEqual(['A', 'b', 'c']);
  await desk.load(abc());
  expect(codes(desk.errors)).toEqual(['redux/layer-threw']);
  expect(desk.errors[0]?.details).toEqual({ mutation: 'renamePost', query: 'getPosts', problem: 'Cannot' });
  expect(desk.errors[0]?.cause).toEqual(new Error('Cannot'));
  const [, second] = desk.server.waiting;
  second?.answer(post('b', 'bad'));
  expect((await bad).data).toEqual(post('b', 'bad'));
  desk.server.next('renamePost').refuse('no');
  await good;
  expect(desk.titles()).toEqual(['a', 'b', 'c']);
  expect(desk.store.getState().api).not.toHaveProperty('optimistic');
});

test('a layer that throws only over what comes later is dropped then', async () => {
  const desk = createDeskWith({
    renamePost: {
      getPosts: (posts, { title }) => {
        const [first] = posts;
        if (first === undefined) throw new Error('Empty');
        first.title = title;
      },
    },
  });
  await desk.load(abc());
  desk.rename('a', 'A');
  await desk.load([]);
  await desk.load(abc());
  expect(desk.titles()).toEqual(['a', 'b', 'c']);
  expect(codes(desk.errors)).toEqual(['redux/layer-threw']);
});

test('a fold that throws is told, and what the layer showed is gone', async () => {
  const desk = createDeskWith({
    renamePost: {
      getPosts: {
        show: (posts, { id, title }) => {
          for (const one of posts) if (one.id === id) one.title = title;
        },
        fold: () => {
          throw new Error('Cannot');
        },
      },
    },
  });
  await desk.load(abc());
  const renaming = desk.rename('a', 'A');
  desk.server.next('renamePost').answer(post('a', 'A'));
  expect((await renaming).data).toEqual(post('a', 'A'));
  expect(desk.titles()).toEqual(['a', 'b', 'c']);
  expect(codes(desk.errors)).toEqual(['redux/layer-threw']);
  await desk.load(abc());
  expect(desk.store.getState().api).not.toHaveProperty('optimistic');
});

test('a layer that answers a promise is refused', async () => {
  const slow: object = { getPosts: async () => [post('z')] };
  const desk = createDeskWith({ renamePost: slow });
  await desk.load(abc());
  desk.rename('a', 'A');
  expect(desk.titles()).toEqual(['a', 'b', 'c']);
  expect(codes(desk.errors)).toEqual(['redux/layer-async']);
});

test('an argument that is no JSON has no layer, and its mutation goes on', async () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  for (const extra of [new Date(), () => {}, cycle, Number.NaN, 1n, [Symbol('x')]]) {
    const desk = createDesk();
    await desk.load(abc());
    const renaming = desk.store.dispatch(
      desk.api.endpoints.renamePost.initiate(Object.assign({ id: 'a', title: 'A' }, { extra })),
    );
    expect(desk.titles()).toEqual(['a', 'b', 'c']);
    expect(codes(desk.errors)).toEqual(['redux/layer-argument']);
    desk.server.next('renamePost').answer(post('a', 'A'));
    expect((await renaming).data).toEqual(post('a', 'A'));
    expect(desk.store.getState().api).not.toHaveProperty('optimistic');
  }
});

test('an argument that is changed afterwards changes nothing that is shown', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const arg = { id: 'a', title: 'A' };
  desk.store.dispatch(desk.api.endpoints.renamePost.initiate(arg));
  arg.title = 'something else';
  await desk.load(abc());
  expect(desk.titles()).toEqual(['A', 'b', 'c']);
});

test('layers of endpoints that are not there are refused where they are declared', () => {
  const empty = createApi({ baseQuery: () => ({ data: null }), endpoints: () => ({}) });
  const layers: object = { renamePost: {} };
  expect(() => optimistic(empty, layers)).toThrow(expect.objectContaining({ code: 'redux/layer-endpoint' }));
  const api = createPlainApi(() => ({ data: null }));
  const unknownQuery: object = { renamePost: { getPots: () => {} } };
  expect(() => optimistic(api, unknownQuery)).toThrow(
    expect.objectContaining({ code: 'redux/layer-endpoint' }),
  );
});

test('without somebody to tell, the console is told', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const desk = createDesk((baseQuery: AskServer) =>
    optimistic(createPlainApi(baseQuery), {
      renamePost: {
        getPosts: () => {
          throw new Error('Cannot');
        },
      },
    }),
  );
  await desk.load(abc());
  desk.rename('a', 'A');
  const [[told] = []] = log.mock.calls;
  expect(isStatehouseError(told, 'redux/layer-threw')).toBe(true);
  log.mockRestore();
});

test('an error while an error is told reaches nobody who has not asked for it', async () => {
  const uncaught: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (run: () => void) => uncaught.push(run));
  const desk = createDesk((baseQuery: AskServer) =>
    optimistic(
      createPlainApi(baseQuery),
      {
        renamePost: {
          getPosts: () => {
            throw new Error('Cannot');
          },
        },
      },
      {
        onError: () => {
          throw new Error('Cannot even tell');
        },
      },
    ),
  );
  await desk.load(abc());
  const renaming = desk.rename('a', 'A');
  vi.unstubAllGlobals();
  desk.server.next('renamePost').answer(post('a', 'A'));
  expect((await renaming).data).toEqual(post('a', 'A'));
  expect(uncaught).toHaveLength(1);
  expect(uncaught[0]).toThrow('Cannot even tell');
});
