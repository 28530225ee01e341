import { emptySnapshot, type Snapshot } from '@statehouse/db';
import { apply, type Effect, type Operation } from '@statehouse/ot';
import { createMemoryKeyValueStore, type KeyValueWrite } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { Submission } from '../document/submission.ts';
import { Overlay } from '../overlay/overlay.ts';
import { addNote, type NotesSchema, notesSchema, retitle, vote } from '../testing/notes.ts';
import { documentPrefix, loadStored } from './device-format.ts';
import { DeviceLine } from './device-line.ts';

const prefix = documentPrefix('m', 'd');
const LIMITS = { maxOperations: 10, maxCharacters: 10_000 };

const NO_SETBACKS = { conflicts: [], refused: [] };

/** A line with the overlay that it saves, and a device that answers when told to. */
class Desk {
  readonly line = new DeviceLine(prefix);
  readonly overlay = new Overlay<Snapshot<NotesSchema>>(emptySnapshot(notesSchema));
  readonly contents = new Map<string, string>();
  version = 0;
  nextSequence = 1;
  submission: Submission | undefined;
  #writing: readonly KeyValueWrite[] | undefined;

  commit(operation: Operation): void {
    this.overlay.commit(operation, { client: 'm', sequence: this.nextSequence });
    this.nextSequence += 1;
  }

  /** Somebody else's entry. */
  entry(operation: Operation): void {
    this.version += 1;
    const origin = { client: 'z', sequence: this.version };
    const effect: Effect = apply(this.overlay.confirmed, operation, origin).effect;
    this.overlay.receive([{ origin, effect }]);
    this.line.entry(this.version, effect);
  }

  form(): Submission {
    const submission = Submission.form(this.overlay.pending, this.version, LIMITS);
    if (submission === undefined) throw new RangeError('nothing is pending');
    this.submission = submission;
    return submission;
  }

  begin(): readonly KeyValueWrite[] | undefined {
    const { version, nextSequence, submission } = this;
    const { confirmed, pending } = this.overlay;
    const writes = this.line.take({
      confirmed,
      version,
      nextSequence,
      pending,
      submission,
      setbacks: NO_SETBACKS,
    });
    if (writes !== undefined) this.#writing = writes;
    return writes;
  }

  finish(): void {
    for (const { key, value } of this.#writing ?? []) {
      if (value === undefined) this.contents.delete(key);
      else this.contents.set(key, value);
    }
    this.line.written();
  }

  save(): void {
    this.begin();
    this.finish();
  }

  stored() {
    return loadStored(createMemoryKeyValueStore(this.contents), prefix);
  }

  keys(part: string): readonly string[] {
    return [...this.contents.keys()].filter((key) => key.startsWith(`${prefix}${part}/`));
  }
}

test('one write holds one moment: confirmed, version, sequence and pending together', async () => {
  const desk = new Desk();
  desk.entry(addNote('n1'));
  desk.commit(vote('n1'));
  desk.begin();
  desk.entry(vote('n1', 10));
  desk.commit(vote('n1', 2));
  desk.finish();
  expect(await desk.stored()).toMatchObject({
    version: 1,
    nextSequence: 2,
    tail: [{ version: 1 }],
    pending: [{ sequence: 1 }],
  });
  desk.save();
  expect(await desk.stored()).toMatchObject({
    version: 2,
    nextSequence: 3,
    tail: [{ version: 1 }, { version: 2 }],
    pending: [{ sequence: 1 }, { sequence: 2 }],
  });
});

test('a keystroke writes a keystroke: only what is new, and nothing if nothing is', () => {
  const desk = new Desk();
  for (let index = 0; index < 20; index += 1) desk.commit(addNote(`n${index}`));
  desk.save();
  expect(desk.begin()).toBeUndefined();
  desk.commit(vote('n1'));
  expect(desk.begin()?.map(({ key }) => key.slice(prefix.length).split('/')[0])).toEqual(['pending', 'meta']);
});

test('no write is asked for while one is under way', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  expect(desk.begin()).toBeDefined();
  desk.commit(addNote('n2'));
  expect(desk.begin()).toBeUndefined();
  desk.finish();
  expect(desk.begin()).toBeDefined();
});

test('saved reaches as far as the finished write', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  desk.begin();
  desk.commit(addNote('n2'));
  expect(desk.line.savedThrough).toBe(0);
  desk.finish();
  expect(desk.line.savedThrough).toBe(1);
  desk.save();
  expect(desk.line.savedThrough).toBe(2);
});

test('a submission is durable only after the write that holds it', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  desk.begin();
  const submission = desk.form();
  desk.finish();
  expect(submission.durable).toBe(false);
  desk.begin();
  expect(submission.durable).toBe(false);
  desk.finish();
  expect(submission.durable).toBe(true);
});

test('a reworded operation is not saved until it was written again, even while its old wording is being written', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  desk.commit(vote('n1'));
  desk.save();
  expect(desk.line.savedThrough).toBe(2);
  desk.line.reworded(2);
  expect(desk.line.savedThrough).toBe(1);
  desk.commit(vote('n1'));
  desk.begin();
  desk.line.reworded(2);
  desk.finish();
  expect(desk.line.savedThrough).toBe(1);
});

test('an answered operation leaves the device in the same write that moves the version', async () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  desk.save();
  const origin = { client: 'm', sequence: 1 };
  const { effect } = apply(desk.overlay.confirmed, addNote('n1'), origin);
  desk.overlay.confirm(effect);
  desk.version = 1;
  desk.line.entry(1, effect);
  expect(await desk.stored()).toMatchObject({ version: 0, tail: [], pending: [{ sequence: 1 }] });
  desk.save();
  expect(await desk.stored()).toMatchObject({ version: 1, tail: [{ version: 1 }], pending: [] });
});

test('a long tail is folded into the rows that it touches', async () => {
  const desk = new Desk();
  desk.entry(addNote('n1'));
  desk.entry(addNote('n2'));
  for (let index = 0; index < 497; index += 1) desk.entry(vote('n1'));
  desk.entry({ edits: [{ kind: 'delete', table: 'notes', id: 'n2' }] });
  desk.save();
  expect(desk.keys('tail')).toHaveLength(500);
  desk.entry(vote('n1'));
  desk.save();
  expect(desk.keys('tail')).toEqual([]);
  expect(desk.keys('base')).toEqual([`${prefix}base/notes/n1`]);
  const stored = await desk.stored();
  expect(stored).toMatchObject({ version: 501, rows: [['notes', 'n1', { fields: { votes: 498 } }]] });
  desk.entry(retitle('n1', 'Later'));
  desk.save();
  expect(desk.keys('tail')).toHaveLength(1);
});

test('the tail that was found on the device counts towards the next folding', () => {
  const desk = new Desk();
  for (let index = 0; index < 499; index += 1) desk.entry(addNote(`n${index % 5}`));
  desk.save();
  const later = new DeviceLine(prefix);
  const tail = [...Array(500).keys()].map((version) => {
    return { version, effect: [{ kind: 'delete', table: 'notes', id: 'n1', row: { fields: {} } }] as const };
  });
  later.loaded(tail, [], 1, NO_SETBACKS, []);
  later.entry(501, [{ kind: 'delete', table: 'notes', id: 'n2', row: { fields: {} } }]);
  const writes = later.take({
    confirmed: desk.overlay.confirmed,
    version: 501,
    nextSequence: 1,
    pending: [],
    submission: undefined,
    setbacks: NO_SETBACKS,
  });
  expect(writes?.filter(({ key, value }) => key.includes('/tail/') && value === undefined)).toHaveLength(500);
});

test('of own entities that come and go between two writes, and were never written, the device is told nothing', () => {
  const desk = new Desk();
  const entity = { table: 'notes', id: 'n1', version: 1, slots: [] };
  desk.line.own('notes', 'n1', entity);
  desk.line.own('notes', 'n2', { ...entity, id: 'n2' });
  desk.line.own('notes', 'n1', undefined);
  desk.save();
  expect(desk.keys('own')).toEqual([`${prefix}own/notes/n2`]);
  desk.line.own('notes', 'n1', undefined);
  desk.line.own('notes', 'n2', undefined);
  expect(desk.begin()?.filter(({ key }) => key.includes('/own/'))).toEqual([
    { key: `${prefix}own/notes/n2`, value: undefined },
  ]);
});

test('what a failed write should have held goes with the next one', async () => {
  const desk = new Desk();
  desk.entry(addNote('n1'));
  desk.commit(vote('n1'));
  desk.begin();
  desk.line.failed();
  expect(desk.line.savedThrough).toBe(0);
  desk.commit(retitle('n1', 'Later'));
  desk.save();
  expect(desk.line.savedThrough).toBe(2);
  expect(await desk.stored()).toMatchObject({
    version: 1,
    nextSequence: 3,
    tail: [{ version: 1 }],
    pending: [{ sequence: 1 }, { sequence: 2 }],
  });
});

test('what was answered after a failed write does not come back with the next one', async () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  desk.begin();
  desk.line.failed();
  const { effect } = apply(desk.overlay.confirmed, addNote('n1'), { client: 'm', sequence: 1 });
  desk.overlay.confirm(effect);
  desk.version = 1;
  desk.line.entry(1, effect);
  desk.save();
  expect(await desk.stored()).toMatchObject({ version: 1, tail: [{ version: 1 }], pending: [] });
});

test('a failed write is not tried again before there is something new, so that a full device is left in peace', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  desk.begin();
  desk.line.failed();
  expect(desk.begin()).toBeUndefined();
});

test('the submission of a failed write may go: better sent without a copy than not at all', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  const submission = desk.form();
  desk.begin();
  desk.line.failed();
  expect(submission.durable).toBe(true);
});

test('without a device a submission is durable at once, and nothing is ever reported as saved', () => {
  const desk = new Desk();
  desk.commit(addNote('n1'));
  const submission = desk.form();
  const line = new DeviceLine(undefined);
  const { confirmed, pending } = desk.overlay;
  expect(
    line.take({ confirmed, version: 0, nextSequence: 2, pending, submission, setbacks: NO_SETBACKS }),
  ).toBeUndefined();
  expect(submission.durable).toBe(true);
  expect(line.savedThrough).toBe(0);
});
