import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CancelTimer, Clock, Random, Timers } from '@statehouse/kernel';
import { startBadNetwork } from './bad-network.ts';
import { CLEAR, Passage, type Shape } from './passage.ts';

/**
 * What the page's switch does to one window's connection to the sync server. `slow`: delayed and of little width;
 * `lossy`: stalls and broken connections; `cut`: none at all.
 */
export type NetworkMode = 'live' | 'slow' | 'lossy' | 'cut';

/** Every mode, from the best to the worst. */
export const NETWORK_MODES: readonly NetworkMode[] = ['live', 'slow', 'lossy', 'cut'];

/** Narrows what came from outside to a mode. */
export function isNetworkMode(value: unknown): value is NetworkMode {
  return NETWORK_MODES.some((mode) => mode === value);
}

/** The world outside, from which a line takes its delays and its accidents. */
export interface NetworkPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}

/** Two sockets that are one connection. */
export interface JoinedLine {
  setMode(mode: NetworkMode): void;
  /** Ends both sides at once. */
  destroy(): void;
}

const SLOW: Shape = { delayMs: 400, bytesPerSecond: 30_000 };

/**
 * Joins two sockets byte for byte, as well as the mode allows.
 *
 * Invariant: when one side is closed, the other gets what was on its way to it, and is closed then; what was on its
 * way to the closed side is dropped.
 * @param first what the server gets before anything from the client
 */
export function joinLine(
  client: Duplex,
  upstream: Duplex,
  first: Uint8Array,
  mode: NetworkMode,
  ports: NetworkPorts,
): JoinedLine {
  const toServer = passage(client, upstream, ports);
  const toClient = passage(upstream, client, ports);
  let stopBadNetwork: CancelTimer = () => {};
  const destroy = () => {
    client.destroy();
    upstream.destroy();
  };
  const reset = () => {
    for (const side of [client, upstream]) {
      if (side instanceof Socket) side.resetAndDestroy();
      else side.destroy();
    }
  };
  const closed = (from: Passage, to: Passage) => {
    to.discard();
    from.finish();
    if (client.destroyed && upstream.destroyed) stopBadNetwork();
  };
  client.on('close', () => closed(toServer, toClient));
  upstream.on('close', () => closed(toClient, toServer));
  const line: JoinedLine = {
    setMode(next) {
      stopBadNetwork();
      stopBadNetwork = () => {};
      if (next === 'cut') {
        destroy();
        return;
      }
      for (const each of [toServer, toClient]) each.reshape(next === 'slow' ? SLOW : CLEAR);
      if (next !== 'lossy') return;
      stopBadNetwork = startBadNetwork(ports.timers, ports.random, {
        stall: (direction, forMs) => (direction === 0 ? toServer : toClient).stall(forMs),
        reset,
      });
    },
    destroy,
  };
  line.setMode(mode);
  toServer.take(first);
  return line;
}

/** One direction between two sockets. */
function passage(source: Duplex, sink: Duplex, ports: NetworkPorts): Passage {
  const made = new Passage(ports, {
    pause: () => source.pause(),
    resume: () => source.resume(),
    write: (bytes) => sink.destroyed || sink.write(bytes),
    end: () => {
      sink.end(() => {
        if (source.destroyed) sink.destroy();
      });
    },
  });
  source.on('data', (bytes: Buffer) => made.take(bytes));
  source.on('end', () => made.finish());
  sink.on('drain', () => made.drained());
  return made;
}
