import { VirtualTime } from '@statehouse/kernel/testing';
import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import { listened } from '../testing/listened.ts';
import { GRACE_MS, HeldStream } from './held-stream.ts';

function held() {
  const time = new VirtualTime();
  const subject = new Subject<number>();
  const { stream, seen } = listened(subject);
  return { time, subject, seen, stream: new HeldStream(stream, time) };
}

test('a rendering that takes longer than anybody waits is shown as it was, until there is something new', () => {
  const { time, subject, seen, stream } = held();
  stream.render();
  subject.next(1);
  time.advance(GRACE_MS);
  expect(seen.now).toBe(0);
  const told: unknown[] = [];
  stream.subscribe(() => told.push(stream.read()));
  expect([seen.now, stream.read(), told]).toEqual([1, { kind: 'value', value: 1 }, []]);
  subject.next(2);
  expect(told).toEqual([{ kind: 'value', value: 2 }]);
});

test('what renders again before it is on the screen waits anew', () => {
  const { time, seen, stream } = held();
  for (let at = 0; at < 5; at += 1) {
    stream.render();
    time.advance(GRACE_MS - 1);
  }
  expect(seen).toEqual({ ever: 1, now: 1 });
});

test('nothing is let go as long as one view is left', () => {
  const { time, seen, stream } = held();
  stream.render();
  const [first, second] = [stream.subscribe(() => {}), stream.subscribe(() => {})];
  first();
  time.advance(10 * GRACE_MS);
  expect(seen.now).toBe(1);
  second();
  time.advance(GRACE_MS);
  expect([seen.now, time.pending]).toEqual([0, 0]);
});

test('two views of one function are two', () => {
  const { subject, stream } = held();
  let told = 0;
  const view = () => {
    told += 1;
  };
  const stop = stream.subscribe(view);
  stream.subscribe(view);
  stop();
  subject.next(1);
  expect(told).toBe(1);
});

test('rendering what was let go begins anew, with nothing of before', () => {
  const { time, subject, seen, stream } = held();
  stream.render();
  subject.next(1);
  time.advance(GRACE_MS);
  expect(stream.render().read()).toEqual({ kind: 'nothing' });
  expect(seen).toEqual({ ever: 2, now: 1 });
});
