import { isArray, isJsonObject } from '@statehouse/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WINDOW_HEADER } from '../../src/rooms/admin/wire/fault.ts';
import { isPageOf } from '../../src/rooms/admin/wire/page.ts';
import { isPost, isPostDetail } from '../../src/rooms/admin/wire/post.ts';
import { isUser } from '../../src/rooms/admin/wire/user.ts';
import { type Answered, createAsker, type OpenOffice, openOffice, signedIn } from './testing/open-office.ts';

let office: OpenOffice;
let nowMs = 0;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 5);
  office = await openOffice({ clock: { nowMs: () => nowMs }, tokenMs: 60_000 });
});

afterEach(() => office.close());

const isPostPage = isPageOf(isPost);
const isUserPage = isPageOf(isUser);

function postsIn({ body }: Answered) {
  if (!isPostPage(body)) throw new Error(`No page of posts: ${JSON.stringify(body).slice(0, 300)}`);
  return body;
}

function usersIn({ body }: Answered) {
  if (!isUserPage(body)) throw new Error('No page of users.');
  return body;
}

async function firstPost(search = '') {
  const [post] = postsIn(await (await signedIn(office.url)).ask(`GET /posts${search}`)).rows;
  if (post === undefined) throw new Error('There are posts.');
  return post;
}

test('nothing is answered without a token, with a made-up one, or with one that has run out', async () => {
  const nobody = createAsker(office.url);
  expect(await nobody.ask('GET /posts')).toMatchObject({ status: 401, body: { code: 'admin/no-token' } });
  const stranger = createAsker(office.url, { authorization: 'Bearer made-up' });
  expect(await stranger.ask('GET /posts')).toMatchObject({ status: 401, body: { code: 'admin/old-token' } });
  const mara = await signedIn(office.url);
  expect((await mara.ask('GET /posts')).status).toBe(200);
  nowMs += 60_000;
  expect(await mara.ask('GET /posts')).toMatchObject({ status: 401, body: { code: 'admin/old-token' } });
  const renewed = await nobody.ask('PUT /session', undefined, { cookie: mara.cookie });
  expect(renewed.body).toMatchObject({ moderator: 'mara', expiresAt: nowMs + 60_000 });
  const again = await mara.ask('GET /posts', undefined, { authorization: `Bearer ${renewed.body.token}` });
  expect(again.status).toBe(200);
});

test('the session stays where no script reads it, outlives a restart, and ends with the sign-out', async () => {
  const nobody = createAsker(office.url);
  const house = createAsker(office.url, { authorization: 'Bearer house-acme' });
  const signIn = await house.ask('POST /session', { name: 'tomas', password: 'open the office' });
  const cookie = signIn.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  expect(JSON.stringify(signIn.body)).not.toContain(/=([\w-]+)/.exec(cookie)?.[1]);
  const kept = { cookie: cookie.split(';')[0] ?? '' };
  await office.restart();
  expect((await nobody.ask('PUT /session', undefined, kept)).body).toMatchObject({ moderator: 'tomas' });
  expect((await nobody.ask('DELETE /session', undefined, kept)).status).toBe(204);
  expect(await nobody.ask('PUT /session', undefined, kept)).toMatchObject({
    status: 401,
    body: { code: 'admin/no-session' },
  });
});

test('who is not in the house, or guesses passwords, does not come in', async () => {
  const mara = { name: 'mara', password: 'open the office' };
  expect((await createAsker(office.url).ask('POST /session', mara)).body).toMatchObject({
    code: 'admin/not-in-house',
  });
  const guesser = createAsker(office.url, { authorization: 'Bearer house-acme' });
  const guess = () => guesser.ask('POST /session', { name: 'mara', password: 'guess' });
  for (let attempt = 0; attempt < 5; attempt += 1)
    expect((await guess()).body).toMatchObject({ code: 'admin/wrong-password' });
  expect(await guesser.ask('POST /session', mara)).toMatchObject({
    status: 429,
    body: { code: 'admin/too-many-attempts', details: { seconds: 30 } },
  });
  nowMs += 30_000;
  expect((await guesser.ask('POST /session', mara)).status).toBe(200);
});

test('posts come in pages, filtered and sorted; all pages together hold each post once', async () => {
  const mara = await signedIn(office.url);
  const seen = new Set<string>();
  const { total } = postsIn(await mara.ask('GET /posts'));
  for (let page = 0; seen.size < total; page += 1) {
    const { rows } = postsIn(await mara.ask(`GET /posts?sort=oldest&page=${page}`));
    expect(rows.length).toBeGreaterThan(0);
    for (const { id } of rows) seen.add(id);
  }
  expect(seen.size).toBe(total);
  const waiting = postsIn(await mara.ask('GET /posts?state=waiting&sort=lowest'));
  expect(waiting.total).toBeGreaterThan(24);
  expect(waiting.total).toBeLessThan(total / 4);
  expect(waiting.rows.every(({ state, reason }) => state === 'waiting' && reason !== 'none')).toBe(true);
  expect(waiting.rows.map(({ score }) => score)).toEqual(
    waiting.rows.map(({ score }) => score).sort((one, other) => one - other),
  );
  const word = waiting.rows[0]?.title.split(' ')[0]?.toUpperCase() ?? '';
  const found = postsIn(await mara.ask(`GET /posts?search=${encodeURIComponent(word)}`));
  expect(
    found.rows.every(({ title, authorName }) => `${title} ${authorName}`.toUpperCase().includes(word)),
  ).toBe(true);
  const { body } = await mara.ask('GET /tags');
  const tags = isArray(body.list) ? body.list.filter(isJsonObject) : [];
  const tagged = postsIn(await mara.ask(`GET /posts?tag=${encodeURIComponent(String(tags[0]?.name))}`));
  expect(tagged.total).toBe(tags[0]?.count);
});

test('a post is changed, told to those who listen, and as it was told when it is asked for', async () => {
  const mara = await signedIn(office.url);
  const post = await firstPost('?state=waiting');
  const changes = { title: ' Bread, again ', tags: ['bread', 'bread', 'oven'], state: 'approved' };
  const changed = await mara.ask(`PATCH /posts/${post.id}`, changes);
  expect(changed.body).toEqual({
    ...post,
    title: 'Bread, again',
    tags: ['bread', 'oven'],
    state: 'approved',
    reason: 'none',
  });
  const note = await mara.ask(`POST /posts/${post.id}/notes`, { text: 'Looked at twice.' });
  expect(note).toMatchObject({
    status: 201,
    body: { author: 'mara', text: 'Looked at twice.', writtenAt: nowMs },
  });
  const { body } = await mara.ask(`GET /posts/${post.id}`);
  if (!isPostDetail(body)) throw new Error('No detail.');
  expect(body.post).toEqual({ ...changed.body, noteCount: 1 });
  expect(body.notes).toEqual([note.body]);
  expect((await mara.ask(`DELETE /posts/${post.id}`)).body).toEqual({ id: post.id });
  expect((await mara.ask(`GET /posts/${post.id}`)).body).toMatchObject({ code: 'admin/unknown-post' });
});

test('a locked post keeps its title until it is unlocked', async () => {
  const mara = await signedIn(office.url);
  const { id } = await firstPost();
  await mara.ask(`PATCH /posts/${id}`, { isLocked: true });
  expect(await mara.ask(`PATCH /posts/${id}`, { title: 'Other' })).toMatchObject({
    status: 409,
    body: { code: 'admin/locked' },
  });
  expect((await mara.ask(`PATCH /posts/${id}`, { title: 'Other', isLocked: false })).status).toBe(200);
});

test.each([
  ['PATCH', { title: '' }],
  ['PATCH', { title: 'x'.repeat(201) }],
  ['PATCH', { title: '\ud800' }],
  ['PATCH', { tags: ['two words'] }],
  ['PATCH', { tags: ['a', 'b', 'c', 'd', 'e', 'f'] }],
  ['PATCH', { tags: 'bread' }],
  ['PATCH', { state: 'burnt' }],
  ['PATCH', { isLocked: 'yes' }],
])('%s %j is refused, and nothing is changed', async (method, body) => {
  const mara = await signedIn(office.url);
  const post = await firstPost();
  expect(await mara.ask(`${method} /posts/${post.id}`, body)).toMatchObject({
    status: 400,
    body: { code: 'admin/bad-request' },
  });
  expect((await mara.ask(`GET /posts/${post.id}`)).body.post).toEqual(post);
});

test.each(['?page=-1', '?page=one', '?sort=color', '?state=gone', `?search=${'x'.repeat(101)}`])(
  'a list cannot be asked for by %s',
  async (search) => {
    const mara = await signedIn(office.url);
    expect((await mara.ask(`GET /posts${search}`)).body).toMatchObject({ code: 'admin/bad-request' });
  },
);

test('what is too long, no JSON, or leads nowhere is refused before anything else is done with it', async () => {
  const mara = await signedIn(office.url);
  const post = await firstPost();
  const path = `/posts/${post.id}`;
  const long = await mara.ask(`PATCH ${path}`, { title: 'x'.repeat(17_000) });
  expect(long).toMatchObject({ status: 413, body: { code: 'admin/too-large' } });
  const plain = await mara.ask(`PATCH ${path}`, { title: 'x' }, { 'content-type': 'text/plain' });
  expect(plain).toMatchObject({ status: 415, body: { code: 'admin/not-json' } });
  for (const nowhere of ['GET /attic', 'PUT /posts', 'GET /posts/a/b/c', 'GET /posts/%E0%A4%A', 'GET /'])
    expect(await mara.ask(nowhere)).toMatchObject({ status: 404, body: { code: 'admin/no-such-thing' } });
  expect((await mara.ask(`GET /posts?search=${'x'.repeat(2_100)}`)).status).toBe(404);
});

test('what is sent again with its key is done once; the key is good for nothing else', async () => {
  const mara = await signedIn(office.url);
  const post = await firstPost();
  const key = { 'idempotency-key': 'note-1' };
  const path = `POST /posts/${post.id}/notes`;
  const first = await mara.ask(path, { text: 'Once.' }, key);
  await office.restart();
  const back = await signedIn(office.url);
  const second = await back.ask(path, { text: 'Once.' }, key);
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await back.ask(path, { text: 'Twice.' }, key)).toMatchObject({
    status: 422,
    body: { code: 'admin/key-reused' },
  });
  expect((await back.ask(`GET /posts/${post.id}`)).body.notes).toHaveLength(1);
  // Another moderator's key of the same name is another key.
  const tomas = await signedIn(office.url, 'tomas');
  expect((await tomas.ask(path, { text: 'Twice.' }, key)).status).toBe(201);
  expect((await back.ask(path, { text: 'x' }, { 'idempotency-key': 'no spaces' })).body).toMatchObject({
    code: 'admin/bad-key',
  });
});

test('who is suspended is told of; notices are read by each moderator for themselves', async () => {
  const [mara, tomas] = [await signedIn(office.url), await signedIn(office.url, 'tomas')];
  const [user] = usersIn(await mara.ask('GET /users?sort=posts')).rows;
  expect((await mara.ask(`PATCH /users/${user?.id}`, { isSuspended: true })).body).toEqual({
    ...user,
    isSuspended: true,
  });
  const suspended = usersIn(await mara.ask('GET /users?suspended=true'));
  expect(suspended.rows.map(({ id }) => id)).toEqual([user?.id]);
  const [notice] = noticesIn(await tomas.ask('GET /notices'));
  expect(notice).toMatchObject({ kind: 'suspended', subject: user?.id, isRead: false });
  await tomas.ask(`PATCH /notices/${notice?.id}`, { isRead: true });
  expect(noticesIn(await tomas.ask('GET /notices'))[0]).toMatchObject({ id: notice?.id, isRead: true });
  expect(noticesIn(await mara.ask('GET /notices'))[0]).toMatchObject({ id: notice?.id, isRead: false });
});

function noticesIn({ body }: Answered) {
  return isArray(body.list) ? body.list.filter(isJsonObject) : [];
}

test('each tenant has an office of its own, and one that is reset is what it was', async () => {
  const [mara, other] = [await signedIn(office.url), await signedIn(office.url, 'mara', 'globex')];
  const before = postsIn(await mara.ask('GET /posts'));
  await mara.ask(`PATCH /posts/${before.rows[0]?.id}`, { title: 'Only here' });
  expect(postsIn(await other.ask('GET /posts'))).toEqual(before);
  await mara.ask('POST /reset');
  expect(postsIn(await mara.ask('GET /posts'))).toEqual(before);
});

test('a server that is made to fail fails for its window alone, as often as it was told, and changes nothing', async () => {
  const mara = await signedIn(office.url);
  const [here, there] = [{ [WINDOW_HEADER]: 'here' }, { [WINDOW_HEADER]: 'there' }];
  const post = await firstPost();
  expect((await mara.ask('PUT /fault', { mode: 'failing', share: 0.5 }, here)).status).toBe(200);
  const statuses: number[] = [];
  for (let call = 0; call < 6; call += 1)
    statuses.push((await mara.ask(`PATCH /posts/${post.id}`, { title: `Try ${call}` }, here)).status);
  expect(statuses).toEqual([200, 500, 200, 500, 200, 500]);
  expect((await mara.ask(`GET /posts/${post.id}`, undefined, there)).body.post).toMatchObject({
    title: 'Try 4',
  });
  expect((await mara.ask('GET /fault', undefined, here)).body).toEqual({ mode: 'failing', share: 0.5 });
  expect((await mara.ask('PUT /fault', { mode: 'on fire', share: 1 }, here)).body).toMatchObject({
    code: 'admin/bad-request',
  });
});

test('a server that is unreachable closes connections and streams of its window, and can be reached again', async () => {
  const mara = await signedIn(office.url);
  const here = { [WINDOW_HEADER]: 'here' };
  const stream = await listen(mara.token, here);
  await mara.ask('PUT /fault', { mode: 'unreachable', share: 1 }, here);
  await expect(mara.ask('GET /posts', undefined, here)).rejects.toThrow();
  await expect(stream.rest()).rejects.toThrow();
  expect((await mara.ask('GET /posts')).status).toBe(200);
  await mara.ask('PUT /fault', { mode: 'well', share: 1 }, here);
  expect((await mara.ask('GET /posts', undefined, here)).status).toBe(200);
});

test('who listens is told what others change, after a break what was missed, and after too long a break to ask anew', async () => {
  const [mara, tomas] = [await signedIn(office.url), await signedIn(office.url, 'tomas')];
  const post = await firstPost();
  const stream = await listen(tomas.token);
  await mara.ask(`PATCH /posts/${post.id}`, { isLocked: true });
  expect(await stream.next()).toMatchObject({
    kind: 'post',
    by: 'mara',
    post: { id: post.id, isLocked: true },
  });
  const { lastId } = stream;
  stream.close();
  await mara.ask(`PATCH /posts/${post.id}`, { isLocked: false });
  await mara.ask(`PATCH /users/${post.author}`, { isSuspended: true });
  const back = await listen(tomas.token, { 'last-event-id': lastId() });
  expect(await back.next()).toMatchObject({ kind: 'post', post: { isLocked: false } });
  expect(await back.next()).toMatchObject({ kind: 'user', user: { id: post.author } });
  back.close();
  await office.restart();
  const late = await listen((await signedIn(office.url, 'tomas')).token, { 'last-event-id': lastId() });
  expect(await late.next()).toEqual({ kind: 'reset', by: '' });
  late.close();
});

/** Reads the changes of a stream one by one. */
async function listen(token: string, headers: Readonly<Record<string, string>> = {}) {
  const control = new AbortController();
  const response = await fetch(new URL('events', office.url), {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: control.signal,
  });
  if (response.body === null) throw new Error('The stream has no body.');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let id = '';
  const event = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const { done, value } = await reader.read();
      if (done) throw new Error('The stream has ended.');
      text += value;
    }
  };
  return {
    lastId: () => id,
    async next(): Promise<unknown> {
      for (;;) {
        const block = await event();
        id = /^id: (.+)$/m.exec(block)?.[1] ?? id;
        const data = /^event: change\ndata: (.+)$/m.exec(block)?.[1];
        if (data !== undefined) return JSON.parse(data);
      }
    },
    async rest(): Promise<void> {
      for (;;) await event();
    },
    close: () => control.abort(),
  };
}
