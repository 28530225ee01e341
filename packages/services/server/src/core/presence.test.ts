import { expect, test } from 'vitest';
import { CoreDriver } from './testing/core-driver.ts';

const show = (driver: CoreDriver, connection: string, name: string | null, document = 'd') =>
  driver.say(connection, {
    kind: 'presence',
    document,
    version: 3,
    sequence: 4,
    state: name === null ? null : { name, color: 2 },
  });

function three(): CoreDriver {
  const driver = new CoreDriver();
  for (const who of ['anna', 'ben', 'carl']) driver.enter(who);
  driver.advance(100);
  for (const who of ['anna', 'ben', 'carl']) driver.received(who);
  return driver;
}

test('who shows themselves is seen by all, with the connection, client and user that the server knows', () => {
  const driver = three();
  show(driver, 'anna', 'Anna');
  const peer = {
    connection: 'anna',
    client: 'anna',
    user: 'anna',
    version: 3,
    sequence: 4,
    state: { name: 'Anna', color: 2 },
  };
  expect(driver.received('ben')).toEqual([{ kind: 'peers', document: 'd', changed: [peer], gone: [] }]);
  driver.enter('dora');
  expect(driver.last('dora', 'opened').peers).toEqual([peer]);
});

test('of many changes only the newest is sent, at most twenty times a second', () => {
  const driver = three();
  driver.sends.length = 0;
  for (let time = 0; time < 100; time += 1) {
    show(driver, 'anna', `Anna ${time}`);
    show(driver, 'ben', `Ben ${time}`);
    driver.advance(10);
  }
  driver.advance(50);
  expect(driver.sends.length).toBeGreaterThan(15);
  expect(driver.sends.length).toBeLessThanOrEqual(22);
  const { changed } = driver.last('carl', 'peers');
  expect(changed.map(({ state }) => state.name)).toEqual(['Anna 99', 'Ben 99']);
});

test.each([
  ['hides', (driver: CoreDriver) => show(driver, 'anna', null)],
  ['leaves', (driver: CoreDriver) => driver.say('anna', { kind: 'leave', document: 'd' })],
  ['is cut off', (driver: CoreDriver) => driver.step({ kind: 'disconnected', connection: 'anna' })],
])('who %s is gone', (_, act) => {
  const driver = three();
  show(driver, 'anna', 'Anna');
  driver.advance(100);
  driver.received('ben');
  act(driver);
  driver.advance(100);
  expect(driver.received('ben')).toEqual([{ kind: 'peers', document: 'd', changed: [], gone: ['anna'] }]);
});

test('who goes and comes back within a moment was never gone', () => {
  const driver = three();
  show(driver, 'anna', 'Anna');
  show(driver, 'anna', null);
  show(driver, 'anna', 'Anna again');
  driver.advance(100);
  expect(driver.last('ben', 'peers')).toMatchObject({
    changed: [{ state: { name: 'Anna again' } }],
    gone: [],
  });
});

test('who never showed themselves leaves without a word', () => {
  const driver = three();
  driver.step({ kind: 'disconnected', connection: 'carl' });
  driver.advance(100);
  expect(driver.received('ben')).toEqual([]);
});

test('a reader may show themselves; nobody may in a document that they have not opened', () => {
  const driver = new CoreDriver({ access: () => 'reader' });
  driver.enter('anna');
  show(driver, 'anna', 'Anna');
  expect(driver.last('anna', 'peers').changed).toHaveLength(1);
  show(driver, 'anna', 'Anna', 'other');
  expect(driver.last('anna', 'error')).toMatchObject({ code: 'server/not-open', document: 'other' });
});
