import { CloseCode } from '@statehouse/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { addNote, bodyOf, vote } from './testing/notes.ts';
import { World } from './testing/world.ts';

test('a client dials at once, and opens documents with what the server has', async () => {
  const world = new World();
  world.server.log('d').write('z', addNote('n1', { body: 'hello' }));
  const client = world.client();
  const document = await world.settled(client.open('d'));
  expect(client.status).toEqual({ kind: 'live', user: 'anna', lastError: undefined });
  expect(document.status).toMatchObject({ phase: 'live', role: 'writer', version: 1, saved: 'server' });
  expect(bodyOf(document.snapshot, 'n1')).toBe('hello');
});

test('two clients edit one document and end the same', async () => {
  const world = new World();
  const [one, other] = [world.client(), world.client()];
  const hers = await world.settled(one.open('d'));
  const his = await world.settled(other.open('d'));
  hers.transact((tx) => tx.notes.insert({ id: 'n1', slug: null, body: 'hello' }));
  await world.settled(hers.whenSynced());
  hers.transact((tx) => tx.notes.text('n1', 'body').insert(5, '!'));
  his.transact((tx) => tx.notes.text('n1', 'body').insert(0, '> '));
  await world.settled(Promise.all([hers.whenSynced(), his.whenSynced()]));
  await world.pass();
  expect(bodyOf(hers.snapshot, 'n1')).toBe('> hello!');
  expect(bodyOf(his.snapshot, 'n1')).toBe('> hello!');
  expect(world.counted).toEqual([]);
});

test('who asks twice gets one document, and not before there is something to show', async () => {
  const world = new World();
  world.server.log('d').write('z', addNote('n1'));
  const client = world.client();
  const both = await world.settled(
    Promise.all(
      [client.open('d'), client.open('d')].map(async (opening) => {
        const document = await opening;
        return { document, size: document.snapshot.table('notes').size };
      }),
    ),
  );
  expect(both.map(({ size }) => size)).toEqual([1, 1]);
  expect(both[0]?.document).toBe(both[1]?.document);
  expect(await world.settled(client.open('d'))).toBe(both[0]?.document);
  expect(world.server.received.filter(({ kind }) => kind === 'open')).toHaveLength(1);
});

test('an opening that the server refuses is rejected with its code, for everybody who asked', async () => {
  const world = new World();
  world.server.forbids = () => 'server/forbidden';
  const client = world.client();
  const openings = [client.open('d'), client.open('d')].map((opening) => opening.catch((error) => error));
  const expected = { code: 'server/forbidden', message: 'd is not yours.' };
  expect(await world.settled(Promise.all(openings))).toMatchObject([expected, expected]);
  world.server.forbids = () => undefined;
  const document = await world.settled(client.open('d'));
  expect(document.status.phase).toBe('live');
});

test('an opening waits for a server that is away, and is rejected if the client is closed meanwhile', async () => {
  const world = new World();
  world.server.up = false;
  const client = world.client();
  const patient = client.open('d');
  await world.pass(2_000);
  world.server.up = true;
  expect((await world.settled(patient, 5_000)).status.phase).toBe('live');
  world.server.mute = true;
  const opening = client.open('e').catch((error) => error);
  await world.pass();
  await world.settled(client.close());
  expect(await world.settled(opening)).toMatchObject({ code: 'sync/closed' });
});

test('a closed client opens nothing and dials no more; its documents take no more edits', async () => {
  const world = new World();
  const client = world.client();
  const document = await world.settled(client.open('d'));
  await world.settled(client.close());
  expect(world.server.connections).toBe(0);
  expect(client.status.kind).toBe('stopped');
  await expect(client.open('e')).rejects.toMatchObject({ code: 'sync/closed' });
  expect(() => document.transact((tx) => tx.boards.insert({}))).toThrow(
    expect.objectContaining({ code: 'sync/not-open' }),
  );
  client.reconnect();
  await world.settled(client.close());
  await world.pass(60_000);
  expect(world.server.dials).toBe(1);
  expect(world.time.pending).toBe(0);
});

test('a client that is closed at once leaves nothing behind', async () => {
  const world = new World();
  const opening = world.client().open('d');
  const client = world.client();
  await world.settled(client.close());
  await world.settled(opening);
  expect(world.server.connections).toBe(1);
  expect(client.status.kind).toBe('stopped');
});

test('edits go on while the line is cut, and meet the others when it is back', async () => {
  const world = new World();
  const client = world.client();
  const document = await world.settled(client.open('d'));
  document.transact((tx) => tx.notes.insert({ id: 'n1', slug: null, body: 'hello' }));
  await world.settled(document.whenSynced());
  world.goOffline();
  expect(document.status.phase).toBe('offline');
  expect(client.status.kind).toBe('waiting');
  document.transact((tx) => tx.notes.increment('n1', 'votes'));
  world.server.log('d').write('z', vote('n1', 10));
  await world.pass(3_000);
  expect(document.status).toMatchObject({ pending: 1, saved: 'memory' });
  world.server.up = true;
  client.reconnect();
  await world.settled(document.whenSynced());
  expect(document.snapshot.table('notes').get('n1')?.votes).toBe(11);
  expect(world.server.log('d').head).toBe(3);
});

test('a line that went silent is noticed, and what was sent into it is sent again, once', async () => {
  const world = new World();
  const client = world.client({ times: { heartbeatMs: 400, silenceMs: 1_000 } });
  const document = await world.settled(client.open('d'));
  world.server.mute = true;
  document.transact((tx) => tx.boards.insert({ id: 'b1' }));
  await world.pass(3_000);
  expect(document.status.pending).toBe(1);
  world.server.mute = false;
  await world.settled(document.whenSynced(), 20_000);
  expect(world.server.log('d').head).toBe(1);
  expect(world.server.dials).toBeGreaterThan(1);
});

test('url and token are asked for at each attempt; a token that fails is told and asked for again', async () => {
  const world = new World();
  const tokens = ['forged', Promise.reject(new Error('the login is down')), 'anna'];
  tokens.map((token) => Promise.resolve(token).catch(() => {}));
  const asked: string[] = [];
  const client = world.client({
    url: () => `ws://server/${asked.push('url')}`,
    token: async () => {
      asked.push('token');
      return (await tokens.shift()) ?? 'anna';
    },
  });
  const errors: (string | undefined)[] = [];
  client.subscribeStatus(() => errors.push(client.status.lastError?.code));
  await world.pass(5_000);
  expect(client.status).toMatchObject({ kind: 'live', user: 'anna' });
  expect(asked).toEqual(['token', 'url', 'token', 'token', 'url']);
  expect(errors).toContain('server/unauthenticated');
  expect(errors).toContain('sync/token-failed');
});

test('an address that cannot be dialled is told, and tried again', async () => {
  const world = new World();
  let tries = 0;
  const client = world.client({
    url: () => {
      tries += 1;
      if (tries === 1) throw new SyntaxError('not an address');
      return 'ws://server/sync';
    },
  });
  await world.pass(5);
  expect(client.status).toMatchObject({ kind: 'waiting', lastError: { code: 'sync/no-answer' } });
  expect(client.status.lastError?.message).toContain('not an address');
  await world.pass(1_000);
  expect(client.status.kind).toBe('live');
});

test('a connection that another of the same id has taken over stays down until it is asked for', async () => {
  const world = new World();
  const client = world.client();
  await world.pass();
  world.server.cut(CloseCode.Superseded);
  await world.pass(60_000);
  expect(client.status.kind).toBe('stopped');
  expect(world.server.dials).toBe(1);
  client.reconnect();
  await world.pass();
  expect(client.status.kind).toBe('live');
});

test('a document that was left hears nothing more and takes no edits, and can be opened anew', async () => {
  const world = new World();
  const client = world.client();
  const document = await world.settled(client.open('d'));
  client.leave('d');
  client.leave('never opened');
  await world.pass();
  world.server.log('d').write('z', addNote('n1'));
  world.server.tell('d', 0);
  await world.pass();
  expect(document.snapshot.table('notes').size).toBe(0);
  expect(() => document.transact((tx) => tx.boards.insert({}))).toThrow(
    expect.objectContaining({ code: 'sync/not-open', details: { document: 'd' } }),
  );
  const again = await world.settled(client.open('d'));
  expect(again).not.toBe(document);
  expect(again.snapshot.table('notes').size).toBe(1);
});

test('a document that is left while it opens is not taken from who opens it anew', async () => {
  const world = new World();
  world.server.up = false;
  const client = world.client();
  const left = client.open('d').catch((error) => error);
  await world.pass();
  client.leave('d');
  const opening = client.open('d');
  await world.pass();
  world.server.up = true;
  client.reconnect();
  const document = await world.settled(opening);
  expect(await world.settled(left)).toMatchObject({ code: 'sync/not-open' });
  document.transact((tx) => tx.boards.insert({ id: 'b1' }));
  await world.settled(document.whenSynced());
  expect(world.server.log('d').head).toBe(1);
});

test('a listener that throws is reported as unhandled, and stops neither the client nor other listeners', async () => {
  const world = new World();
  const client = world.client();
  const document = await world.settled(client.open('d'));
  const unhandled = catchUnhandled();
  const heard: string[] = [];
  const fault = new Error('the fault of a listener');
  const fail = (): void => {
    throw fault;
  };
  for (const stop of [document.subscribe(fail), document.subscribeStatus(fail), client.subscribeStatus(fail)])
    onTestFinished(stop);
  document.subscribe(({ cause }) => heard.push(cause));
  document.transact((tx) => tx.boards.insert({ id: 'b1' }));
  expect(document.snapshot.table('boards').has('b1')).toBe(true);
  world.server.log('d').write('z', addNote('n1'));
  await world.settled(document.whenSynced());
  world.server.cut();
  await world.pass(1_000);
  expect(heard).toEqual(['local', 'remote']);
  expect(client.status.kind).toBe('live');
  await world.settled(client.close());
  expect(world.server.connections).toBe(0);
  expect(unhandled.length).toBeGreaterThan(2);
  expect(new Set(unhandled)).toEqual(new Set([fault]));
});

/** What microtasks throw from now to the end of the test, instead of ending the process. */
function catchUnhandled(): readonly unknown[] {
  const caught: unknown[] = [];
  const schedule = globalThis.queueMicrotask;
  vi.stubGlobal('queueMicrotask', (call: () => void) =>
    schedule(() => {
      try {
        call();
      } catch (error) {
        caught.push(error);
      }
    }),
  );
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return caught;
}
