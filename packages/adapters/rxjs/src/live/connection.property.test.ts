import type { ConnectionStatus } from '@statehouse/kernel/live';
import { cases, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import { expect, test } from 'vitest';
import { FakeSocket } from '../testing/fake-socket.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { webSocketStream } from './web-socket-stream.ts';

const MAX_MS = 1_000;

const step = fc.record({
  kind: fc.constantFrom('listen', 'leave', 'accept', 'cut', 'say', 'wait'),
  amount: fc.integer({ min: 1, max: 2 * MAX_MS }),
});

test('whatever the network and the listeners do: one socket at most, none for nobody, and no message is lost or doubled', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), fc.nat(), (steps, seed) => {
      const clock = new VirtualClock();
      const sockets: FakeSocket[] = [];
      const stream = webSocketStream<unknown>({
        url: 'ws://server',
        createSocket() {
          const socket = new FakeSocket();
          sockets.push(socket);
          return socket;
        },
        parse: (data) => data,
        initialMs: 100,
        maxMs: MAX_MS,
        scheduler: clock.scheduler,
        random: seededRandom(seed),
      });
      const statuses: ConnectionStatus[] = [];
      stream.status$.subscribe((status) => statuses.push(status));
      const kindNow = () => statuses.at(-1)?.kind;
      const listeners: { readonly listening: Subscription; readonly heard: unknown[]; expected: number }[] =
        [];
      for (const { kind, amount } of steps) {
        const current = sockets.findLast((socket) => !socket.isClosed);
        if (kind === 'listen') {
          const heard: unknown[] = [];
          listeners.push({
            listening: stream.messages$.subscribe((message) => heard.push(message)),
            heard,
            expected: 0,
          });
        } else if (kind === 'leave')
          listeners.splice(amount % Math.max(1, listeners.length), 1)[0]?.listening.unsubscribe();
        else if (kind === 'accept' && kindNow() === 'connecting') current?.accept();
        else if (kind === 'cut') current?.cut();
        else if (kind === 'say' && kindNow() === 'open') {
          current?.say(amount);
          for (const listener of listeners) listener.expected += 1;
        } else if (kind === 'wait') clock.advance(amount);
        const open = sockets.filter((socket) => !socket.isClosed);
        const isWaiting = kindNow() === 'waiting';
        expect(open).toHaveLength(listeners.length === 0 || isWaiting ? 0 : 1);
        expect(kindNow() === 'idle').toBe(listeners.length === 0);
        for (const { heard, expected } of listeners) expect(heard).toHaveLength(expected);
        const now = statuses.at(-1);
        if (now?.kind === 'waiting') expect(now.delayMs).toBeLessThanOrEqual(MAX_MS);
      }
      // Whoever still listens is connected again within the longest wait.
      clock.advance(MAX_MS);
      expect(['idle', 'connecting', 'open']).toContain(kindNow());
    }),
    cases(500),
  );
});
