import { expect, test } from 'vitest';
import { officeDesks } from '../testing/office-desks.ts';
import { createBrowser, type OpenDesk } from '../testing/open-desk.ts';
import { type FaultMode, WINDOW_HEADER } from '../wire/fault.ts';
import { FIRST_POST_FILTER } from './posts-slice.ts';

const office = officeDesks();

/** How the server behaves towards a window from now on; it does not have to be signed in for that. */
async function setServer(mode: FaultMode, window = 'window'): Promise<void> {
  const headers = { 'content-type': 'application/json', [WINDOW_HEADER]: window };
  const body = JSON.stringify({ mode, share: 1 });
  await fetch(`${office.server.url}fault`, { method: 'PUT', headers, body });
}

async function somePost({ office: { store, api } }: OpenDesk): Promise<string> {
  const { data } = await store.dispatch(api.endpoints.getPosts.initiate(FIRST_POST_FILTER));
  return String(data?.ids[0]);
}

/** Writes a note: the server takes it down in the name of whose token comes with it. */
async function writeNote({ office: { store, api } }: OpenDesk, id: string, text: string): Promise<void> {
  const note = { id, name: '', text, author: '', writtenAt: 0 };
  await store.dispatch(api.endpoints.addNote.initiate(note));
}

async function notes({ office: { store, api } }: OpenDesk, id: string) {
  const { data } = await store.dispatch(api.endpoints.getPost.initiate(id, { forceRefetch: true }));
  return data?.notes.map(({ author, text }) => `${author}: ${text}`);
}

const waits = ({ offline }: { readonly offline: { readonly entries: readonly unknown[] } }) =>
  offline.entries.length;

test('what one moderator left waiting is not sent for the next one: it is told, kept, and sent when they are back', async () => {
  const desk = await office.open(createBrowser());
  await desk.signIn('mara');
  const id = await somePost(desk);
  await setServer('unreachable');
  void writeNote(desk, id, 'I was here.');
  await desk.until((state) => waits(state) === 1);
  await desk.signOut();
  expect(await desk.office.seat.waitingOfOthers()).toEqual([{ moderator: 'mara', count: 1 }]);
  await setServer('well');
  await desk.signIn('tomas');
  expect(waits(desk.office.store.getState())).toBe(0);
  expect(await desk.office.seat.waitingOfOthers()).toEqual([{ moderator: 'mara', count: 1 }]);
  await writeNote(desk, id, 'So was I.');
  await desk.office.queue.retry();
  expect(await notes(desk, id)).toEqual(['tomas: So was I.']);
  await desk.signOut();
  await desk.signIn('mara');
  await desk.until((state) => waits(state) === 0);
  expect(await notes(desk, id)).toEqual(['tomas: So was I.', 'mara: I was here.']);
  expect(await desk.office.seat.waitingOfOthers()).toEqual([]);
});

test('nothing of what one moderator saw or did is there for the next one', async () => {
  const desk = await office.open(createBrowser());
  await desk.signIn('mara');
  await somePost(desk);
  const { store, hub } = desk.office;
  await desk.signOut();
  await desk.signIn('tomas');
  expect(desk.office.hub).not.toBe(hub);
  expect(store.getState().auth.phase).toBe('signed-out');
  expect(desk.office.store.getState().posts.ids).toEqual([]);
  expect(desk.office.store.getState().api.queries).toEqual({});
  const journal = [...desk.office.hub.journal.entries()].map(({ changes }) => JSON.stringify(changes)).join();
  expect(journal).toContain('tomas');
  expect(journal).not.toContain('mara');
});

test('a window whose browser another moderator has signed in to does not take their token when its own is over', async () => {
  const browser = createBrowser();
  const [maras, tomas] = [await office.open(browser, 'mara'), await office.open(browser, 'tomas')];
  await maras.signIn('mara');
  const id = await somePost(maras);
  await tomas.signIn('tomas');
  // All tokens are over, and the cookie of the browser is that of Tomas.
  await office.server.restart();
  void writeNote(maras, id, 'Who wrote this?');
  await maras.until(({ auth }) => auth.phase === 'signed-out' && auth.problem.startsWith('tomas has signed'));
  expect(await notes(tomas, id)).toEqual([]);
  expect(await maras.office.seat.waitingOfOthers()).toEqual([{ moderator: 'mara', count: 1 }]);
  // Their own window is not signed out by it.
  expect(tomas.office.store.getState().auth).toMatchObject({ phase: 'signed-in', moderator: 'tomas' });
  await maras.signIn('mara');
  await maras.until((state) => waits(state) === 0);
  expect(await notes(maras, id)).toEqual(['mara: Who wrote this?']);
});

test('whoever signs out while the server is away is out after a reload too, when it is back', async () => {
  const browser = createBrowser();
  const desk = await office.open(browser);
  await desk.signIn('mara');
  await setServer('unreachable');
  await desk.signOut();
  await desk.close();
  await setServer('well');
  const { cookie } = browser;
  const again = await office.open(browser);
  expect(again.office.store.getState().auth).toMatchObject({ phase: 'signed-out' });
  await again.signIn('tomas');
  expect(again.office.seat.moderator).toBe('tomas');
  const answer = await fetch(`${office.server.url}session`, { method: 'PUT', headers: { cookie } });
  expect(answer.status).toBe(401);
});
