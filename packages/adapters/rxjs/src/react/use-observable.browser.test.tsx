import { turn } from '@statehouse/react/testing';
import { Component, type ReactNode, StrictMode, Suspense, startTransition, use, useState } from 'react';
import { flushSync } from 'react-dom';
import { BehaviorSubject, concat, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { afterEach, expect, test, vi } from 'vitest';
import { listened } from '../testing/listened.ts';
import { show } from '../testing/screen.ts';
import { GRACE_MS } from './held-stream.ts';
import { useObservable } from './use-observable.ts';

afterEach(() => {
  vi.useRealTimers();
});

interface OfStream {
  readonly stream: Observable<unknown>;
  readonly renders?: unknown[];
}

function Shows({ stream, renders = [] }: OfStream): ReactNode {
  const value = useObservable(stream, 'nothing');
  renders.push(value);
  return <p>{String(value)}</p>;
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <button type="button" onClick={() => this.setState({ error: undefined })}>
        {String(this.state.error)}
      </button>
    );
  }
}

test('a value that is there at once is in the first rendering', () => {
  const renders: unknown[] = [];
  const screen = show(<Shows stream={of(1, 2)} renders={renders} />);
  expect([screen.text, renders]).toEqual(['2', [2]]);
});

test('strict mode listens once, misses nothing, and keeps what it has', async () => {
  const subject = new BehaviorSubject(1);
  const { stream, seen } = listened(subject);
  const renders: unknown[] = [];
  const screen = show(
    <StrictMode>
      <Shows stream={stream} renders={renders} />
    </StrictMode>,
  );
  expect([screen.text, new Set(renders), seen]).toEqual(['1', new Set([1]), { ever: 1, now: 1 }]);
  flushSync(() => subject.next(2));
  await turn();
  expect(screen.text).toBe('2');
  expect(seen).toEqual({ ever: 1, now: 1 });
});

test('a value that comes between the rendering and the screen is not missed', async () => {
  const subject = new Subject<number>();
  const { stream, seen } = listened(subject);
  const gate = Promise.withResolvers<void>();
  function Late(): ReactNode {
    use(gate.promise);
    return <i>!</i>;
  }
  const screen = show(
    <Suspense fallback="waiting">
      <Shows stream={stream} />
      <Late />
    </Suspense>,
  );
  expect([screen.text, seen.ever]).toEqual(['waiting', 1]);
  subject.next(7);
  gate.resolve();
  // React takes its time to take a fallback away.
  await vi.waitFor(() => expect(screen.text).toBe('7!'));
  expect(seen).toEqual({ ever: 1, now: 1 });
});

test('a rendering that never comes to the screen is let go after a while', () => {
  vi.useFakeTimers();
  const { stream, seen } = listened(NEVER);
  const never = new Promise<void>(() => {});
  function Never(): ReactNode {
    use(never);
    return null;
  }
  const screen = show(
    <Suspense fallback="waiting">
      <Shows stream={stream} />
      <Never />
    </Suspense>,
  );
  expect(seen.now).toBe(1);
  screen.render(null);
  vi.advanceTimersByTime(GRACE_MS);
  expect(seen).toEqual({ ever: 1, now: 0 });
});

test('a component that goes lets its stream go, and one that comes back finds it or begins anew', () => {
  vi.useFakeTimers();
  const { stream, seen } = listened(concat(of('fresh'), NEVER));
  const screen = show(<Shows stream={stream} />);
  screen.render(null);
  vi.advanceTimersByTime(GRACE_MS - 1);
  screen.render(<Shows stream={stream} />);
  vi.advanceTimersByTime(10 * GRACE_MS);
  expect(seen).toEqual({ ever: 1, now: 1 });
  screen.render(null);
  vi.advanceTimersByTime(GRACE_MS);
  expect(seen).toEqual({ ever: 1, now: 0 });
  const renders: unknown[] = [];
  screen.render(<Shows stream={stream} renders={renders} />);
  expect([renders, seen]).toEqual([['fresh'], { ever: 2, now: 1 }]);
});

test('a stream that was let go does not come back with what it had', () => {
  vi.useFakeTimers();
  const subject = new Subject<string>();
  const screen = show(<Shows stream={subject} />);
  flushSync(() => subject.next('old'));
  expect(screen.text).toBe('old');
  screen.render(null);
  vi.advanceTimersByTime(GRACE_MS);
  screen.render(<Shows stream={subject} />);
  expect(screen.text).toBe('nothing');
});

test('another stream shows its own values from its first rendering on', () => {
  vi.useFakeTimers();
  const one = listened(new BehaviorSubject('one'));
  const two = listened(new BehaviorSubject('two'));
  const renders: unknown[] = [];
  const screen = show(<Shows stream={one.stream} renders={renders} />);
  screen.render(<Shows stream={two.stream} renders={renders} />);
  screen.render(<Shows stream={NEVER} renders={renders} />);
  expect(renders).toEqual(['one', 'two', 'nothing']);
  vi.advanceTimersByTime(GRACE_MS);
  expect([one.seen.now, two.seen.now]).toEqual([0, 0]);
});

test('many components share one listening, and agree', () => {
  let produced = 0;
  const source = new Observable<number>((subscriber) => {
    produced += 1;
    subscriber.next(produced);
  });
  const screen = show(
    <>
      <Shows stream={source} />
      <Shows stream={source} />
    </>,
  );
  expect([screen.text, produced]).toEqual(['11', 1]);
});

test('an equal value renders nothing', () => {
  const subject = new BehaviorSubject(1);
  const renders: unknown[] = [];
  show(<Shows stream={subject} renders={renders} />);
  flushSync(() => subject.next(1));
  flushSync(() => subject.next(2));
  expect(renders).toEqual([1, 2]);
});

test('an error goes to the boundary, and a boundary that is reset later begins anew', () => {
  vi.useFakeTimers();
  const { stream, seen } = listened(throwError(() => new Error('the exchange is closed')));
  const errors: unknown[] = [];
  const screen = show(
    <Boundary>
      <Shows stream={stream} />
    </Boundary>,
    { onCaughtError: (error) => errors.push(error) },
  );
  expect(screen.text).toBe('Error: the exchange is closed');
  // React renders what threw twice.
  expect(seen.ever).toBe(1);
  vi.advanceTimersByTime(GRACE_MS);
  flushSync(() => document.querySelector('button')?.click());
  expect(seen.ever).toBe(2);
  expect(errors.length).toBeGreaterThan(0);
});

test('an error that comes later goes to the boundary too', () => {
  const subject = new BehaviorSubject(1);
  const screen = show(
    <Boundary>
      <Shows stream={subject} />
    </Boundary>,
    { onCaughtError: () => {} },
  );
  flushSync(() => subject.error(new Error('lost')));
  expect(screen.text).toBe('Error: lost');
});

test('a stream that has ended leaves its last value on the screen', () => {
  const subject = new Subject<number>();
  const screen = show(<Shows stream={subject} />);
  flushSync(() => subject.next(4));
  subject.complete();
  screen.render(<Shows stream={subject} />);
  expect(screen.text).toBe('4');
});

test('a stream that changes in a transition keeps the old one on the screen until the new one is ready', async () => {
  const one = new BehaviorSubject('one');
  const two = new BehaviorSubject('two');
  let change = (_stream: Observable<unknown>): void => {};
  function Changing(): ReactNode {
    const [stream, setStream] = useState<Observable<unknown>>(one);
    change = setStream;
    return <Shows stream={stream} />;
  }
  const screen = show(<Changing />);
  startTransition(() => change(two));
  for (let at = 0; at < 20 && screen.text === 'one'; at += 1) await turn();
  expect(screen.text).toBe('two');
});
