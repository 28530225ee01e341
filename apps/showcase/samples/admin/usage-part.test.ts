import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAsker, type OpenOffice, openOffice, signedIn } from './testing/open-office.ts';

let office: OpenOffice;
let nowMs = 0;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 5);
  office = await openOffice({ clock: { nowMs: () => nowMs }, tokenMs: 60_000 });
});

afterEach(() => office.close());

test('counts come without a token, each batch once; what is too long, too often or no batch is refused', async () => {
  const mara = await signedIn(office.url);
  const { body } = await mara.ask('GET /about');
  const nobody = createAsker(office.url);
  const batch = (id: string, name = 'Opened') => ({
    ...{ id, session: 's', sampleRate: 1, dropped: 0 },
    events: [{ name, atMs: nowMs, properties: { panel: 'queue' } }],
  });
  const to = `POST /usage/${body.usage}`;
  expect((await nobody.ask(to, batch('batch-one'))).body).toEqual({ isNew: true });
  expect((await nobody.ask(to, batch('batch-one'))).body).toEqual({ isNew: false });
  expect((await mara.ask('GET /usage')).body.list).toEqual([
    { name: 'Opened', count: 1, at: nowMs, properties: { panel: 'queue' } },
  ]);
  expect((await nobody.ask('GET /usage')).status).toBe(401);
  const stranger = await nobody.ask('POST /usage/0123456789abcdef0123456789abcdef', batch('batch-two'));
  expect(stranger.status).toBe(404);
  expect((await nobody.ask('POST /usage/..%2Fsessions', batch('batch-two'))).status).toBe(404);
  expect((await nobody.ask(to, { events: [] })).status).toBe(400);
  expect((await nobody.ask(to, batch('batch-two', 'x'.repeat(81)))).status).toBe(400);
  expect((await nobody.ask(to, batch('batch-two', 'x'.repeat(20_000)))).status).toBe(413);
  for (let count = 0; count < 120; count += 1) await nobody.ask(to, batch(`batch-${count}-more`));
  expect(await nobody.ask(to, batch('batch-late'))).toMatchObject({
    status: 429,
    body: { code: 'admin/too-many-reports' },
  });
  nowMs += 60_000;
  expect((await nobody.ask(to, batch('batch-late'))).body).toEqual({ isNew: true });
});
