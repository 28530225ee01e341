import { expect, test } from 'vitest';
import { FakeEventSource } from '../testing/fake-event-source.ts';
import { never, VirtualClock } from '../testing/virtual-clock.ts';
import { type EventSourceOptions, eventSourceStream } from './event-source-stream.ts';

function eventStream(options: Partial<EventSourceOptions<string>> = {}) {
  const clock = new VirtualClock();
  const sources: FakeEventSource[] = [];
  const stream = eventSourceStream({
    url: (lastEventId) => (lastEventId === undefined ? '/news' : `/news?after=${lastEventId}`),
    createSource(url) {
      const source = new FakeEventSource(url);
      sources.push(source);
      return source;
    },
    parse: ({ type, data }) => `${type} ${data}`,
    initialMs: 100,
    maxMs: 1_000,
    scheduler: clock.scheduler,
    random: never,
    ...options,
  });
  const statuses: string[] = [];
  stream.status$.subscribe(({ kind }) => statuses.push(kind));
  const messages: string[] = [];
  const listen = () => stream.messages$.subscribe((message) => messages.push(message));
  const last = () => sources.at(-1) ?? new FakeEventSource('none');
  return { clock, sources, messages, statuses, listen, last };
}

test('hears the types of events that it was told to', () => {
  const { messages, listen, last } = eventStream({ types: ['price', 'error'] });
  listen();
  last().tell('open');
  last().tell('message', { data: 'hello' });
  last().tell('price', { data: '3' });
  last().tell('error', { data: 'a message of this type' });
  last().tell('price', { data: '4' });
  expect(messages).toEqual(['price 3', 'error a message of this type', 'price 4']);
});

test('goes on behind the last event after it was cut off, by waits of its own', () => {
  const { clock, sources, messages, statuses, listen, last } = eventStream();
  const listening = listen();
  last().tell('open');
  last().tell('message', { data: 'one', lastEventId: '1' });
  last().tell('error');
  last().tell('error');
  // The browser would go on by itself.
  expect(last().isClosed).toBe(true);
  last().tell('message', { data: 'too late', lastEventId: '9' });
  clock.advance(100);
  expect(sources.map(({ url }) => url)).toEqual(['/news', '/news?after=1']);
  last().tell('open');
  last().tell('message', { data: 'two', lastEventId: '2' });
  expect(messages).toEqual(['message one', 'message two']);
  listening.unsubscribe();
  expect(last().isClosed).toBe(true);
  expect(statuses).toEqual(['idle', 'connecting', 'open', 'waiting', 'connecting', 'open', 'idle']);
});
