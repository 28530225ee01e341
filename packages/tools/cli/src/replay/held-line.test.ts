import { type DeliveredEntry, encodeServerMessage, parseServerMessage } from '@statehouse/protocol';
import type { SocketHandlers } from '@statehouse/sync';
import { beforeEach, expect, test } from 'vitest';
import { HeldLine } from './held-line.ts';

const document = 'doc';
const entry = (version: number): DeliveredEntry => ({ kind: 'schema', version, schemaVersion: 1 });
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => entry(from + index + 1));

let server: SocketHandlers;
let line: HeldLine;
let handed: ReturnType<typeof parseServerMessage>[];
let closedWith: number[];

beforeEach(() => {
  handed = [];
  closedWith = [];
  line = new HeldLine((_, handlers) => {
    server = handlers;
    return { send: () => {}, close: () => {} };
  });
  line.connect('ws://nowhere', {
    opened: () => {},
    received: (text) => handed.push(parseServerMessage(text)),
    closed: (code) => closedWith.push(code),
  });
});

function deliver(from: number, to: number): void {
  server.received(encodeServerMessage({ kind: 'deliver', document, from, to, entries: entries(from, to) }));
}

function open(from: number, to: number): void {
  const rest = { role: 'writer', schemaVersion: 1, lastSequence: 0, peers: [] } as const;
  server.received(
    encodeServerMessage({ kind: 'opened', document, from, to, entries: entries(from, to), ...rest }),
  );
}

/** What the client was handed, as `from-to`. */
const stretches = () =>
  handed.flatMap((message) =>
    'entries' in message ? `${message.from}-${message.to}:${message.entries.length}` : [],
  );

test('nothing is held until it is asked for', () => {
  open(0, 2);
  deliver(2, 4);
  expect(stretches()).toEqual(['0-2:2', '2-4:2']);
  expect([line.passed, line.received]).toEqual([4, 4]);
});

test('a delivery is cut where the release ends', () => {
  open(0, 2);
  line.hold();
  deliver(2, 7);
  expect([line.passed, line.received]).toEqual([2, 7]);
  line.release(4);
  line.release(4);
  line.release(3);
  line.release(7);
  expect(stretches()).toEqual(['0-2:2', '2-4:2', '4-7:3']);
});

test('what is released ahead passes when it comes, across frames', () => {
  open(0, 0);
  line.hold();
  line.release(3);
  deliver(0, 2);
  deliver(2, 5);
  expect(stretches()).toEqual(['0-0:0', '0-2:2', '2-3:1']);
});

test('a document that is opened again while deliveries are held is cut as well', () => {
  open(0, 2);
  line.hold();
  deliver(2, 4);
  open(2, 6);
  expect(stretches()).toEqual(['0-2:2', '2-2:0']);
  line.release(5);
  expect(stretches().at(-1)).toBe('2-5:3');
});

test('other frames pass at any time', () => {
  line.hold();
  server.received(encodeServerMessage({ kind: 'pong', nonce: 1 }));
  expect(handed).toEqual([{ kind: 'pong', nonce: 1 }]);
});

test('who waits for a version hears when it has arrived, held or not', async () => {
  open(0, 1);
  line.hold();
  let heard = 0;
  const waits = [2, 4].map((version) => line.whenReceived(version).then(() => (heard = version)));
  deliver(1, 3);
  await waits[0];
  expect(heard).toBe(2);
  deliver(3, 4);
  await waits[1];
  expect(heard).toBe(4);
  await line.whenReceived(4);
});

test('the end of the line is told to the client and to the owner', () => {
  let cut = 0;
  line.onCut = (code) => {
    cut = code;
  };
  server.closed(1006);
  expect([closedWith, cut]).toEqual([[1006], 1006]);
});
