import type { Random } from '@statehouse/kernel';
import { drawInt } from '@statehouse/kernel/testing';

/** What one seed does to the world. Each seed draws its own mix; none is on in every run. */
export interface FaultMix {
  readonly clients: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Chances by frame. */
  readonly loss: number;
  readonly duplication: number;
  /** False: frames overtake each other, which a real WebSocket forbids and the protocol must survive. */
  readonly ordered: boolean;
  /** Chances by action of the adversary. */
  readonly cutWeight: number;
  readonly halfOpenWeight: number;
  readonly clientCrashWeight: number;
  readonly serverCrashWeight: number;
  /** Chance that a call of the server's log is where the process dies. */
  readonly crashAtLogCall: number;
  /** Chance that an append is answered `unknown` or `conflict`. */
  readonly oddAppend: number;
  readonly readers: number;
  /** Chance that an operation is one that the server's gate refuses. */
  readonly poison: number;
  readonly chaosMs: number;
  /** A bug planted on purpose, to see that the checks notice. */
  readonly planted?: PlantedBug;
}

/**
 * `disk-lies`: an append is acknowledged before it is stored. `device-lies`: the same on the device. `resend-changed`:
 * what is sent again has other content. `seen-untold`: nobody is told what an author had not seen. `own-forgotten`: the
 * device does not keep what is own.
 */
export type PlantedBug = 'disk-lies' | 'device-lies' | 'resend-changed' | 'seen-untold' | 'own-forgotten';

export function drawFaults(random: Random): FaultMix {
  const sometimes = (chance: number, value: () => number): number => (random.next() < chance ? value() : 0);
  const slow = random.next() < 0.2;
  return {
    clients: 1 + drawInt(random, 4),
    minDelayMs: 1,
    maxDelayMs: slow ? 2_000 : 5 + drawInt(random, 100),
    loss: sometimes(0.4, () => random.next() * 0.2),
    duplication: sometimes(0.3, () => random.next() * 0.2),
    ordered: random.next() < 0.7,
    cutWeight: sometimes(0.6, () => random.next()),
    halfOpenWeight: sometimes(0.3, () => random.next() * 0.5),
    clientCrashWeight: sometimes(0.5, () => random.next()),
    serverCrashWeight: sometimes(0.5, () => random.next()),
    crashAtLogCall: sometimes(0.4, () => random.next() * 0.1),
    oddAppend: sometimes(0.2, () => random.next() * 0.1),
    readers: random.next() < 0.2 ? 1 : 0,
    poison: sometimes(0.3, () => random.next() * 0.1),
    chaosMs: 3_000 + drawInt(random, 15_000),
  };
}

export const NO_FAULTS: Pick<FaultMix, 'loss' | 'duplication' | 'ordered' | 'crashAtLogCall' | 'oddAppend'> =
  {
    loss: 0,
    duplication: 0,
    ordered: true,
    crashAtLogCall: 0,
    oddAppend: 0,
  };
