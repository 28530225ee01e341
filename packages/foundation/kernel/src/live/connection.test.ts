import { expect, test } from 'vitest';
import { VirtualTime } from '../testing/index.ts';
import { type ConnectionListener, keepConnected, type OpenWire, type Wire } from './connection.ts';

/** A connection whose wires the test plays. */
function connect(open?: OpenWire<string>, own: Partial<ConnectionListener<string>> = {}) {
  const time = new VirtualTime();
  const wires: Wire<string>[] = [];
  const heard: string[] = [];
  let closed = 0;
  const close = keepConnected<string>(
    (wire) => {
      wires.push(wire);
      const closeOwn = open?.(wire);
      return () => {
        closeOwn?.();
        closed += 1;
      };
    },
    {
      statusChanged: ({ kind }) => void heard.push(kind),
      received: (data) => void heard.push(data),
      ended: (reason, isInOrder) => void heard.push(`${reason} ${isInOrder}`),
      ...own,
    },
    { initialMs: 100, maxMs: 400, jitter: 0, stableMs: 1_000, timers: time, clock: time },
  );
  return { time, wires, heard, close, closed: () => closed };
}

test('a lost wire is followed by another one after a wait; what the old one still says is not heard', () => {
  const { time, wires, heard, closed } = connect();
  wires[0]?.opened();
  wires[0]?.received('one');
  wires[0]?.lost('gone');
  wires[0]?.received('late');
  wires[0]?.lost('gone again');
  expect([wires.length, closed()]).toEqual([1, 1]);
  time.advance(100);
  wires[1]?.opened();
  wires[1]?.received('two');
  expect(heard).toEqual(['connecting', 'open', 'one', 'waiting', 'connecting', 'open', 'two']);
});

test('waits grow while wires do not hold, and begin anew after one that did', () => {
  const { time, wires } = connect();
  const lose = () => wires.at(-1)?.lost('gone');
  lose();
  time.advance(100);
  lose();
  time.advance(199);
  expect(wires).toHaveLength(2);
  time.advance(1);
  wires.at(-1)?.opened();
  time.advance(1_000);
  lose();
  time.advance(100);
  expect(wires).toHaveLength(4);
});

test('a wire that is lost while it is being opened is closed all the same', () => {
  const { wires, closed } = connect((wire) => {
    wire.lost('at once');
    return () => {};
  });
  expect([wires.length, closed()]).toEqual([1, 1]);
});

test('one that has ended is not opened again', () => {
  const { time, wires, heard, closed } = connect();
  wires[0]?.ended('done', true);
  time.advance(10_000);
  expect(heard).toEqual(['connecting', 'closed', 'done true']);
  expect([wires.length, closed(), time.pending]).toEqual([1, 1, 0]);
});

test('who has closed hears nothing more, and leaves neither wire nor timer', () => {
  const { time, wires, heard, close, closed } = connect();
  wires[0]?.lost('gone');
  close();
  close();
  wires[0]?.received('late');
  time.advance(10_000);
  expect(heard).toEqual(['connecting', 'waiting']);
  expect([wires.length, closed(), time.pending]).toEqual([1, 1, 0]);
});
