import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPostsApi } from './testing/posts-api.ts';
import { abc, all, createDesk, post } from './testing/posts-desk.ts';
import { createPostsPage } from './testing/posts-page.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A history in which layers come, go and wait, with all that it dispatched. */
async function play() {
  const desk = createDesk();
  await desk.load(abc());
  const first = desk.rename('a', 'A');
  const second = desk.rename('b', 'B');
  await desk.load([post('c'), post('b'), post('a')]);
  const early = desk.refetch();
  const [, two] = desk.server.waiting;
  two?.answer(post('b', 'B'));
  await second;
  desk.server.next('getPosts').answer(abc());
  await early;
  desk.server.next('renamePost').refuse('no');
  await first;
  return desk;
}

test('the state is plain JSON at every moment, and the same actions make it again', async () => {
  const { actions, store } = await play();
  const { reducer } = createPostsApi(() => ({ data: null }));
  let live = reducer(undefined, { type: 'begin' });
  let revived = live;
  for (const action of actions) {
    live = reducer(live, action);
    // As the DevTools import a state: nothing but JSON has come along.
    revived = JSON.parse(JSON.stringify(reducer(revived, action)));
    expect(revived).toEqual(JSON.parse(JSON.stringify(live)));
  }
  expect(live.queries).toEqual(store.getState().api.queries);
  expect(live).not.toHaveProperty('optimistic');
});

test('a state of the past can be gone on from, as often as one likes', async () => {
  const { actions } = await play();
  const { reducer } = createPostsApi(() => ({ data: null }));
  const states = [reducer(undefined, { type: 'begin' })];
  for (const action of actions) states.push(reducer(states.at(-1), action));
  for (const [at, action] of [...actions.entries()].reverse()) {
    expect(reducer(states[at], action)).toEqual(states[at + 1]);
  }
});

test('the toolkit finds nothing to complain of', async () => {
  const complaints = vi.spyOn(console, 'error');
  await play();
  expect(complaints).not.toHaveBeenCalled();
  complaints.mockRestore();
});

test('what a server has rendered comes in under the layers', async () => {
  const desk = createDesk();
  const renaming = desk.rename('b', 'B');
  const elsewhere = createDesk();
  await elsewhere.load(abc());
  desk.store.dispatch({ type: 'restore', payload: elsewhere.store.getState() });
  expect(desk.titles()).toEqual(['a', 'B', 'c']);
  desk.server.next('renamePost').refuse('no');
  await renaming;
  expect(desk.titles()).toEqual(['a', 'b', 'c']);
});

test.each([true, false])(
  'a reload forgets what was under way, and keeps what was answered (preloaded: %s)',
  async (isPreloaded) => {
    const desk = createDesk();
    await desk.load(abc());
    desk.rename('a', 'A');
    const second = desk.rename('b', 'B');
    const [, two] = desk.server.waiting;
    two?.answer(post('b', 'B'));
    await second;
    expect(desk.titles()).toEqual(['A', 'B', 'c']);
    const page = createPostsPage({ json: JSON.stringify(desk.store.getState()), isPreloaded });
    expect(page.shown({ query: 'getPosts', arg: all })).toEqual([post('a'), post('b', 'B'), post('c')]);
    expect(page.store.getState().api).not.toHaveProperty('optimistic');
  },
);

test('a cache that is reset has no layers left, and later answers to them mean nothing', async () => {
  const desk = createDesk();
  await desk.load(abc());
  const renaming = desk.rename('b', 'B');
  desk.store.dispatch(desk.api.util.resetApiState());
  expect(desk.store.getState().api).not.toHaveProperty('optimistic');
  desk.server.next('renamePost').answer(post('b', 'B'));
  await renaming;
  await desk.load(abc());
  expect(desk.titles()).toEqual(['a', 'b', 'c']);
});
