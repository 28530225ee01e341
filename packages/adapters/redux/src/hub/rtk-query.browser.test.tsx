import { StrictMode } from 'react';
import { Provider } from 'react-redux';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { postsOnHub } from './testing/posts-api.ts';
import { show } from './testing/screen.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** The application, its components, and a page of those that are asked for. */
function postsApp() {
  const app = postsOnHub();
  const { useListQuery, usePagesInfiniteQuery, useOneQuery, useLazyOneQuery, useAddMutation } = app.api;
  const List = ({ pollMs = 0 }) => {
    const { data, isLoading } = useListQuery(undefined, { pollingInterval: pollMs });
    return <p>{isLoading ? 'loading' : data?.map(({ title }) => title).join(' ')}</p>;
  };
  const One = ({ id }: { readonly id: number }) => {
    const { data, isFetching } = useOneQuery(id);
    return <p>{isFetching ? 'fetching' : data?.title}</p>;
  };
  const Pages = () => {
    const { data, fetchNextPage } = usePagesInfiniteQuery();
    return (
      <button type="button" id="next" onClick={() => void fetchNextPage()}>
        {data?.pages.map(([post]) => post?.title).join(' ')}
      </button>
    );
  };
  const answers: unknown[] = [];
  const Lazy = () => {
    const [ask, { data, isUninitialized }] = useLazyOneQuery();
    const click = async () => answers.push(await ask(1).unwrap());
    return (
      <button type="button" id="lazy" onClick={click}>
        {isUninitialized ? 'ask' : (data?.title ?? 'asking')}
      </button>
    );
  };
  const Add = () => {
    const [add, { isLoading }] = useAddMutation();
    const click = async () => answers.push(await add('Emmer').unwrap());
    return (
      <button type="button" id="add" onClick={click}>
        {isLoading ? 'adding' : 'add'}
      </button>
    );
  };
  const page = (...parts: readonly React.ReactNode[]) => (
    <StrictMode>
      <Provider store={app.store}>{parts}</Provider>
    </StrictMode>
  );
  return { ...app, List, Pages, One, Lazy, Add, page, answers };
}

describe('RTK Query, while the past is shown', () => {
  test('a query that was answered since shows itself loading, and its data with the present, without asking again', async () => {
    const { hub, server, page, List } = postsApp();
    const screen = show(page(<List key="list" />));
    await server.answer();
    expect(screen.text).toBe('Rye Oat');
    hub.time.goTo(1);
    screen.render(page(<List key="list" />));
    expect(screen.text).toBe('loading');
    screen.render(page(<List key="list" />, <List key="second" />));
    expect(screen.text).toBe('loadingloading');
    hub.time.resume();
    await server.answer();
    expect(screen.text).toBe('Rye OatRye Oat');
    expect(server.asked).toEqual(['list']);
  });

  test('a new query asks once, its answer is taken in underneath and shown with the present', async () => {
    const { hub, store, server, page, List, One } = postsApp();
    const screen = show(page(<List key="list" />));
    await server.answer();
    hub.time.goTo(hub.journal.lastId);
    screen.render(page(<List key="list" />, <One key="one" id={2} />));
    await server.answer();
    expect(screen.text).toBe('Rye Oatfetching');
    expect(server.asked).toEqual(['list', 'post 2']);
    screen.render(page(<List key="list" />, <One key="one" id={1} />));
    await server.answer();
    expect(screen.text).toBe('Rye Oatfetching');
    hub.time.resume();
    screen.render(page(<List key="list" />, <One key="one" id={1} />));
    expect(screen.text).toBe('Rye OatRye');
    screen.render(page(<List key="list" />, <One key="one" id={2} />));
    await server.answer();
    expect(screen.text).toBe('Rye OatOat');
    expect(server.asked).toEqual(['list', 'post 2', 'post 1']);
    expect(Object.keys(store.getState().api.queries)).toHaveLength(3);
  });

  test('a lazy query and a mutation do their work, and what the mutation makes stale is asked again once', async () => {
    const { hub, server, page, answers, List, Lazy, Add } = postsApp();
    const parts = [<List key="list" />, <Lazy key="lazy" />, <Add key="add" />];
    const screen = show(page(...parts));
    await server.answer();
    const loaded = hub.journal.lastId;
    hub.time.goTo(loaded);
    screen.click('#lazy');
    await server.answer();
    expect(answers).toEqual([{ id: 1, title: 'Rye' }]);
    screen.click('#add');
    await server.answer();
    await server.answer();
    expect(answers[1]).toEqual({ id: 3, title: 'Emmer' });
    expect(server.asked).toEqual(['list', 'post 1', 'add Emmer', 'list']);
    expect(screen.text).toBe('Rye Oataskadd');
    hub.time.resume();
    await server.answer();
    expect(screen.text).toBe('Rye Oat EmmerRyeadd');
    expect(server.asked).toHaveLength(4);
  });

  test('the next page of an infinite query is asked for once, and stands there with the present', async () => {
    const { hub, server, page, Pages, Add } = postsApp();
    const screen = show(page(<Pages key="pages" />, <Add key="add" />));
    await server.answer();
    expect(screen.text).toBe('Ryeadd');
    hub.time.goTo(hub.journal.lastId);
    screen.click('#next');
    await server.answer();
    expect(screen.text).toBe('Ryeadd');
    hub.time.resume();
    expect(server.asked).toEqual(['page 0', 'page 1']);
    screen.render(page(<Pages key="pages" />, <Add key="add" />));
    expect(screen.text).toBe('Rye Oatadd');
    hub.time.back(2);
    screen.click('#add');
    for (let round = 0; round < 3; round += 1) await server.answer();
    hub.time.resume();
    await server.answer();
    expect(screen.text).toBe('Rye Oatadd');
    expect(server.asked).toEqual(['page 0', 'page 1', 'add Emmer', 'page 0', 'page 1']);
  });

  test('a poll goes on at its pace', async () => {
    const { hub, server, page, List } = postsApp();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const screen = show(page(<List key="list" pollMs={1_000} />));
    await server.answer();
    hub.time.goTo(1);
    for (let count = 0; count < 3; count += 1) {
      vi.advanceTimersByTime(1_000);
      await server.answer();
    }
    expect(server.asked).toHaveLength(4);
    hub.time.resume();
    vi.advanceTimersByTime(1_000);
    await server.answer();
    expect([screen.text, server.asked.length]).toEqual(['Rye Oat', 5]);
    screen.render(page());
    vi.advanceTimersByTime(10_000);
    expect(server.asked).toHaveLength(5);
  });

  test('components that go away in it let their queries go, and may come back', async () => {
    const { hub, store, server, page, List, One } = postsApp();
    const screen = show(page(<One key="one" id={1} />, <List key="list" />));
    await server.answer();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    hub.time.goTo(1);
    screen.render(page(<List key="list" />));
    await server.answer();
    vi.advanceTimersByTime(120_000);
    await server.answer();
    screen.render(page(<List key="list" />, <One key="one" id={1} />));
    await server.answer();
    hub.time.resume();
    await server.answer();
    expect(screen.text).toBe('Rye OatRye');
    expect(server.asked).toEqual(['post 1', 'list', 'post 1']);
    expect(Object.keys(store.getState().api.queries)).toHaveLength(2);
  });

  test('going to and fro asks for nothing', async () => {
    const { hub, server, page, List, One } = postsApp();
    const screen = show(page(<List key="list" />, <One key="one" id={1} />));
    await server.answer();
    const { lastId } = hub.journal;
    for (let id = 1; id <= lastId; id += 1) {
      hub.time.goTo(id);
      await server.answer();
      hub.time.resume();
      await server.answer();
      expect(screen.text).toBe('Rye OatRye');
    }
    expect(server.asked).toEqual(['list', 'post 1']);
  });
});
