import { expect, test } from 'vitest';
import { DocumentPhase } from './document-phase.ts';

const BUSY = { code: 'server/slow-down', message: 'Later.' };
const OUT = { code: 'server/forbidden', message: 'Out.' };
const DAMAGED = { code: 'sync/device-damaged', message: 'No.' };

function live(): DocumentPhase {
  const phase = new DocumentPhase();
  phase.connected();
  phase.loaded();
  phase.opening();
  phase.live();
  return phase;
}

test('a document can be opened once both the device has been read and the connection is there', () => {
  const [one, other] = [new DocumentPhase(), new DocumentPhase()];
  expect([one.connected(), one.loaded()]).toEqual([false, true]);
  expect([other.loaded(), other.connected()]).toEqual([false, true]);
});

test('what passes by itself is asked for again, other refusals are told until the document is live', () => {
  const phase = live();
  expect([phase.refused(BUSY), phase.name, phase.isServed]).toEqual([true, 'opening', true]);
  expect([phase.refused(OUT), phase.name, phase.isServed]).toEqual([false, 'failed', false]);
  phase.disconnected();
  expect(phase).toMatchObject({ name: 'offline', error: OUT });
  expect(phase.connected()).toBe(true);
  phase.opening();
  phase.live();
  expect(phase).toMatchObject({ name: 'live', error: undefined, mayWrite: true });
});

test('what cannot be read stays failed, whatever the connection does and the server says', () => {
  const phase = live();
  phase.unreadable(DAMAGED);
  phase.disconnected();
  expect(phase.connected()).toBe(false);
  expect(phase.refused(BUSY)).toBe(false);
  expect(phase).toMatchObject({ name: 'failed', error: DAMAGED, mayWrite: false, isServed: false });
});
