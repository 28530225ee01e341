import { expect, test } from 'vitest';
import { officeDesks } from '../testing/office-desks.ts';
import { createBrowser, type OpenDesk } from '../testing/open-desk.ts';
import type { PostFilter } from '../wire/post.ts';
import { selectNotifications } from './notifications-slice.ts';
import { selectPendingIds } from './pending.ts';
import { FIRST_POST_FILTER, postsActions, selectKnownPost } from './posts-slice.ts';
import { wentTo } from './ui-slice.ts';

const office = officeDesks();

async function desk(name = 'mara', browser = createBrowser(), window = name): Promise<OpenDesk> {
  const opened = await office.open(browser, window);
  await opened.signIn(name);
  return opened;
}

const ALL: PostFilter = { ...FIRST_POST_FILTER, state: 'any' };
const LISTS: readonly PostFilter[] = [FIRST_POST_FILTER, ALL, { ...ALL, sort: 'oldest', page: 15 }];

/** Asks for a list, and keeps it up to date from then on. */
async function list({ office: { store, api } }: OpenDesk, filter: PostFilter) {
  const { data } = await store.dispatch(api.endpoints.getPosts.initiate(filter));
  if (data === undefined) throw new Error('The list could not be had.');
  return data.ids.flatMap((id) => data.entities[id] ?? []);
}

/** What a list shows now. */
function shown({ office: { store, api } }: OpenDesk, filter: PostFilter) {
  const { data } = api.endpoints.getPosts.select(filter)(store.getState());
  return data?.ids.flatMap((id) => data.entities[id] ?? []) ?? [];
}

function titleIn(one: OpenDesk, filter: PostFilter, id: string): string | undefined {
  return shown(one, filter).find((post) => post.id === id)?.title;
}

function rename({ office: { store, api } }: OpenDesk, id: string, title: string) {
  return store.dispatch(api.endpoints.changePost.initiate({ id, name: title, changes: { title } }));
}

test('a new title shows in every list and in the post itself before the server has answered, and stays', async () => {
  const mara = await desk();
  const { store, api } = mara.office;
  const [post] = await list(mara, FIRST_POST_FILTER);
  if (post === undefined) throw new Error('Nothing waits.');
  const lists = [...LISTS.slice(0, 2), { ...ALL, search: post.title }];
  for (const filter of lists) await list(mara, filter);
  await store.dispatch(api.endpoints.getPost.initiate(post.id));
  const release = mara.hold('PATCH');
  const renaming = rename(mara, post.id, `${post.title}, again`);
  for (const filter of lists) expect(titleIn(mara, filter, post.id)).toBe(`${post.title}, again`);
  const detail = () => api.endpoints.getPost.select(post.id)(store.getState()).data?.post.title;
  expect(detail()).toBe(`${post.title}, again`);
  await mara.until((state) => selectPendingIds(state).has(post.id));
  // What the server says meanwhile knows nothing of it, and takes nothing away.
  await store.dispatch(api.endpoints.getPosts.initiate(ALL, { forceRefetch: true }));
  expect(titleIn(mara, ALL, post.id)).toBe(`${post.title}, again`);
  release();
  await renaming.unwrap();
  await Promise.all(store.dispatch(api.util.getRunningQueriesThunk()));
  for (const filter of lists) expect(titleIn(mara, filter, post.id)).toBe(`${post.title}, again`);
  await mara.until((state) => selectPendingIds(state).size === 0);
});

test('what is approved leaves the list of what waits at once, and comes back if the server does not take it', async () => {
  const mara = await desk();
  const { store, api } = mara.office;
  const before = await list(mara, FIRST_POST_FILTER);
  const [post] = before;
  if (post === undefined) throw new Error('Nothing waits.');
  await store.dispatch(api.endpoints.setFault.initiate({ mode: 'failing', share: 1 })).unwrap();
  const approving = store.dispatch(
    api.endpoints.changePost.initiate({ id: post.id, name: post.title, changes: { state: 'approved' } }),
  );
  expect(shown(mara, FIRST_POST_FILTER)).not.toContainEqual(post);
  await expect(approving.unwrap()).rejects.toBeDefined();
  expect(shown(mara, FIRST_POST_FILTER)).toEqual(before);
  expect(selectNotifications(store.getState()).map(({ text }) => text)).toEqual([
    `Approve “${post.title}”: not done. The server fails because it was told to. Nothing was changed.`,
  ]);
});

test('what another moderator does comes into all lists by the stream, and into what one knows of each post', async () => {
  const [mara, tomas] = [await desk(), await desk('tomas')];
  const { store, api } = tomas.office;
  const watching = store.dispatch(api.endpoints.watch.initiate());
  await tomas.until((state) => api.endpoints.watch.select()(state).data?.kind === 'open');
  const [post, second] = await list(tomas, FIRST_POST_FILTER);
  if (post === undefined || second === undefined) throw new Error('Too little waits.');
  await list(tomas, ALL);
  await rename(mara, post.id, 'By Mara').unwrap();
  await tomas.until(() => titleIn(tomas, FIRST_POST_FILTER, post.id) === 'By Mara');
  expect(titleIn(tomas, ALL, post.id)).toBe('By Mara');
  expect(selectKnownPost(store.getState(), post.id)?.title).toBe('By Mara');
  const { store: maras, api: marasApi } = mara.office;
  await maras.dispatch(
    marasApi.endpoints.changePost.initiate({ id: second.id, name: '', changes: { state: 'hidden' } }),
  );
  await tomas.until(() => titleIn(tomas, FIRST_POST_FILTER, second.id) === undefined);
  await tomas.until(() => shown(tomas, ALL).find(({ id }) => id === second.id)?.state === 'hidden');
  await maras.dispatch(marasApi.endpoints.removePost.initiate({ id: post.id, name: '' }));
  await tomas.until(() => titleIn(tomas, ALL, post.id) === undefined);
  watching.unsubscribe();
});

test('what was missed while the stream was away is there when it is back', async () => {
  const [mara, tomas] = [await desk(), await desk('tomas')];
  const { store, api } = tomas.office;
  store.dispatch(api.endpoints.watch.initiate());
  const status = () => api.endpoints.watch.select()(store.getState()).data?.kind;
  await tomas.until(() => status() === 'open');
  const [post] = await list(tomas, ALL);
  await office.server.restart();
  await tomas.until(() => status() === 'waiting');
  await rename(mara, post?.id ?? '', 'While you were away').unwrap();
  await tomas.until(() => titleIn(tomas, ALL, post?.id ?? '') === 'While you were away');
});

test('a token that has run out is renewed once for all that ask, and nobody notices', async () => {
  const mara = await desk();
  const { store, api } = mara.office;
  await office.server.restart();
  const before = office.server.requests.length;
  await Promise.all(LISTS.map((filter) => list(mara, filter)));
  expect(office.server.requests.slice(before).filter((request) => request === 'PUT /session')).toHaveLength(
    1,
  );
  expect(store.getState().auth.phase).toBe('signed-in');
  const { data } = await store.dispatch(api.endpoints.getTags.initiate());
  expect(data?.length).toBeGreaterThan(3);
});

test('filters and the place come back after a reload, with the session; the token is nowhere on the device', async () => {
  const browser = createBrowser();
  const mara = await desk('mara', browser);
  const { store } = mara.office;
  const auth = store.getState().auth;
  const token = auth.phase === 'signed-in' ? auth.token : '';
  expect(token).not.toBe('');
  store.dispatch(postsActions.filtered({ state: 'hidden', search: 'bread' }));
  store.dispatch(wentTo('users'));
  await list(mara, ALL);
  await mara.close();
  const kept = await browser.storage.range('', '\uffff');
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify(kept)).not.toContain(token);
  const again = await office.open(browser);
  expect(again.office.store.getState().posts.filter).toEqual({
    ...FIRST_POST_FILTER,
    state: 'hidden',
    search: 'bread',
  });
  expect(again.office.store.getState().ui).toMatchObject({ section: 'users' });
  await again.until((state) => state.auth.phase === 'signed-in');
});

test('the past shows what was, goes on underneath, and ends with what has come of it', async () => {
  const mara = await desk();
  const { store, hub } = mara.office;
  const [post] = await list(mara, ALL);
  const then = hub.journal.lastId;
  await rename(mara, post?.id ?? '', 'Later').unwrap();
  hub.time.goTo(then);
  expect(titleIn(mara, ALL, post?.id ?? '')).toBe(post?.title);
  await rename(mara, post?.id ?? '', 'Later still').unwrap();
  expect(titleIn(mara, ALL, post?.id ?? '')).toBe(post?.title);
  hub.time.resume();
  expect(titleIn(mara, ALL, post?.id ?? '')).toBe('Later still');
  expect(store.getState().auth.phase).toBe('signed-in');
});

test('a note is there once, before the answer and after it, and after the stream has told of it', async () => {
  const mara = await desk();
  const { store, api } = mara.office;
  store.dispatch(api.endpoints.watch.initiate());
  await mara.until((state) => api.endpoints.watch.select()(state).data?.kind === 'open');
  const [post] = await list(mara, ALL);
  const id = post?.id ?? '';
  await store.dispatch(api.endpoints.getPost.initiate(id));
  const notes = () =>
    api.endpoints.getPost
      .select(id)(store.getState())
      .data?.notes.map(({ text }) => text);
  const release = mara.hold('POST');
  const adding = store.dispatch(
    api.endpoints.addNote.initiate({ id, name: '', text: 'Seen.', author: 'mara', writtenAt: 0 }),
  );
  expect(notes()).toEqual(['Seen.']);
  release();
  await adding.unwrap();
  expect(notes()).toEqual(['Seen.']);
  await mara.until(() => selectKnownPost(store.getState(), id)?.noteCount === 1);
  await Promise.all(store.dispatch(api.util.getRunningQueriesThunk()));
  expect(notes()).toEqual(['Seen.']);
});

test('what is decided while the server is away waits, shows after a reload, and is done once when it is back', async () => {
  const browser = createBrowser();
  const mara = await desk('mara', browser);
  const [post] = await list(mara, ALL);
  const id = post?.id ?? '';
  const away = (one: OpenDesk, mode: 'well' | 'unreachable') =>
    one.office.store.dispatch(one.office.api.endpoints.setFault.initiate({ mode, share: 1 })).unwrap();
  await away(mara, 'unreachable');
  rename(mara, id, 'Decided in a tunnel').catch(() => {});
  const noted = { id, name: '', text: 'In a tunnel.', author: 'mara', writtenAt: 0 };
  mara.office.store.dispatch(mara.office.api.endpoints.addNote.initiate(noted)).catch(() => {});
  await mara.until(({ offline }) => offline.entries.some(({ attempts }) => attempts > 0));
  await mara.close();
  const again = await office.open(browser, 'mara');
  expect(again.office.store.getState().offline.entries.map(({ endpoint }) => endpoint)).toEqual([
    'changePost',
    'addNote',
  ]);
  await again.until(({ auth }) => auth.phase === 'away');
  await away(again, 'well');
  await again.office.queue.retry();
  await again.until(({ offline }) => offline.entries.length === 0);
  await list(again, ALL);
  expect(titleIn(again, ALL, id)).toBe('Decided in a tunnel');
  const { data } = await again.office.store.dispatch(again.office.api.endpoints.getPost.initiate(id));
  expect(data?.notes.map(({ text }) => text)).toEqual(['In a tunnel.']);
});

test('a change can be taken out of the queue, and is shown no more', async () => {
  const mara = await desk();
  const { store, api, queue } = mara.office;
  const [post] = await list(mara, ALL);
  await store.dispatch(api.endpoints.setFault.initiate({ mode: 'unreachable', share: 1 })).unwrap();
  const renaming = rename(mara, post?.id ?? '', 'Thought better of it');
  await mara.until(
    ({ offline }) => offline.entries[0]?.state === 'queued' && offline.entries[0].attempts > 0,
  );
  expect(titleIn(mara, ALL, post?.id ?? '')).toBe('Thought better of it');
  expect(await queue.remove(store.getState().offline.entries[0]?.id ?? '')).toBe('done');
  await expect(renaming.unwrap()).rejects.toMatchObject({
    data: { code: 'redux/offline-removed' },
  });
  expect(titleIn(mara, ALL, post?.id ?? '')).toBe(post?.title);
  expect(selectNotifications(store.getState())).toEqual([]);
});
