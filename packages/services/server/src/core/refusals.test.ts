import { boolean, defineSchema, string, table } from '@statehouse/db';
import { CloseCode } from '@statehouse/protocol';
import { expect, test } from 'vitest';
import { CoreDriver, setTitle, twoAtANote, unwelcome } from './testing/core-driver.ts';

test('a refusal is an entry; what stands behind it is held, once the refusal is durable', () => {
  const driver = twoAtANote();
  driver.holdLog = true;
  driver.submit('anna', 2, 2, [setTitle('n', 'a'), unwelcome, setTitle('n', 'b'), setTitle('n', 'c')]);
  expect(driver.received('anna')).toEqual([]);
  driver.holdLog = false;
  driver.answerCalls();
  driver.advance(20);
  const [deliver, held] = driver.received('anna');
  expect(deliver).toMatchObject({ kind: 'deliver', from: 2, to: 4 });
  expect(deliver?.kind === 'deliver' && deliver.entries[1]).toMatchObject({
    kind: 'refusal',
    client: 'anna',
    sequence: 3,
    code: 'db/unknown-table',
  });
  expect(held).toEqual({ kind: 'held', document: 'd', first: 4 });
  expect(driver.received('ben').map(({ kind }) => kind)).toEqual(['deliver']);
});

test('sent again as it was, it is held again; sent anew behind the refusal, it is judged', () => {
  const driver = twoAtANote();
  const operations = [unwelcome, setTitle('n', 'b')];
  driver.submit('anna', 2, 2, operations);
  driver.advance(20);
  driver.received('anna');
  driver.submit('anna', 2, 2, operations);
  expect(driver.received('anna')).toEqual([{ kind: 'held', document: 'd', first: 3 }]);
  driver.submit('anna', 3, 2, [setTitle('n', 'b')]);
  expect(driver.received('anna')).toEqual([{ kind: 'held', document: 'd', first: 3 }]);
  driver.submit('anna', 3, 3, [setTitle('n', 'c')]);
  driver.advance(20);
  expect(driver.last('anna', 'deliver').entries).toEqual([
    expect.objectContaining({ kind: 'operation', sequence: 3 }),
  ]);
});

test('who opens meanwhile does not bring it forward', () => {
  const driver = twoAtANote();
  driver.holdLog = true;
  driver.submit('anna', 2, 2, [unwelcome, setTitle('n', 'b')]);
  driver.enter('carl', 'd', 2);
  driver.advance(100);
  expect(driver.received('anna')).toEqual([]);
});

test.each([{}, { snapshotEveryEntries: 3 }])(
  'sent again to a new server, it is held as well, with %o',
  (settings) => {
    const operations = [unwelcome, setTitle('n', 'b')];
    const before = twoAtANote({ settings });
    before.submit('anna', 2, 2, operations);
    const driver = new CoreDriver({ log: before.log });
    driver.enter('anna', 'd', 2);
    expect(driver.last('anna', 'opened')).toMatchObject({ lastSequence: 2, to: 3 });
    driver.submit('anna', 2, 2, operations);
    expect(driver.received('anna')).toEqual([{ kind: 'held', document: 'd', first: 3 }]);
  },
);

test('a refused sequence is bound to its content', () => {
  const driver = twoAtANote();
  driver.submit('anna', 2, 2, [unwelcome]);
  driver.submit('anna', 2, 3, [setTitle('n', 'b')]);
  expect(driver.closed.get('anna')?.code).toBe(CloseCode.SequenceReused);
});

test('a reader’s operation leaves its refusal and nothing else', () => {
  const access = ({ user }: { user: string }) => (user === 'ben' ? 'reader' : 'writer');
  const driver = twoAtANote({ access });
  driver.submit('ben', 1, 2, [setTitle('n', 'x')]);
  expect(driver.last('ben', 'deliver').entries).toEqual([
    expect.objectContaining({ kind: 'refusal', code: 'server/read-only', sequence: 1 }),
  ]);
});

test('a role is asked at every submission, not at the opening', () => {
  let isWriter = true;
  const driver = twoAtANote({ access: () => (isWriter ? 'writer' : 'reader') });
  isWriter = false;
  driver.submit('ben', 1, 2, [setTitle('n', 'x')]);
  expect(driver.last('ben', 'deliver').entries).toEqual([expect.objectContaining({ kind: 'refusal' })]);
});

test('a validator that throws of its own refuses that operation, and the document goes on', () => {
  const validator = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (): never => {
        throw new TypeError('a bug of the application');
      },
    },
  };
  const schema = defineSchema({
    version: 1,
    tables: { notes: table({ title: string().check(validator), done: boolean().default(false) }) },
  });
  const driver = new CoreDriver({ schema });
  driver.enter('anna');
  driver.submit('anna', 1, 0, [
    { edits: [{ kind: 'insert', table: 'notes', id: 'n', fields: { title: 'x' } }] },
  ]);
  expect(driver.last('anna', 'deliver').entries[1]).toMatchObject({
    kind: 'refusal',
    code: 'server/operation-failed',
  });
});
