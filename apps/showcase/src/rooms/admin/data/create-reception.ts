import { type AuthState, signedIn, signedOut } from './auth-slice.ts';
import { createOffice, type Office } from './create-office.ts';
import type { OfficePorts } from './office-ports.ts';
import { countWaiting } from './pending.ts';
import { readSitter, readWaiting, type Seat, writeSitter, writeWaiting } from './seat.ts';

/**
 * Opens the office of whoever is signed in, and another one when another comes.
 *
 * Invariant: an office is of one moderator from its beginning to its end, with a queue, a cache, a journal and a token that nobody else
 * gets to. So what waits of one is never sent under the token of another, and nobody looks back into what another has seen.
 */
export interface Reception {
  /** The same until another moderator comes, or this one goes. */
  getOffice(): Office;
  subscribe(listener: () => void): () => void;
  stop(): Promise<void>;
}

/** Opens the office of who sat here last; that of nobody if they have left. */
export async function openReception(ports: OfficePorts): Promise<Reception> {
  const { storage } = ports;
  const listeners = new Set<() => void>();
  let isOver = false;
  let moving = Promise.resolve();

  const seatOf = (moderator: string, before: string): Seat => ({
    moderator,
    before,
    admit: (answer) => move(answer.moderator, { phase: 'signed-in', ...answer }),
    leave: () => writeSitter(storage, ''),
    waitingOfOthers: async () =>
      (await readWaiting(storage)).filter((waiting) => waiting.moderator !== moderator),
  });

  async function open(moderator: string, auth: AuthState, before = ''): Promise<Office> {
    const office = createOffice(ports, seatOf(moderator, before));
    if (auth.phase === 'signed-in') office.store.dispatch(signedIn(auth));
    if (auth.phase === 'signed-out') office.store.dispatch(signedOut(auth));
    await office.start();
    if (moderator !== '') follow(office);
    return office;
  }

  /** Whoever is signed out has no office any more; what waits of theirs is counted, so that it can be told. */
  function follow({ store, seat: { moderator } }: Office): void {
    let counted = -1;
    let isGone = false;
    store.subscribe(() => {
      const state = store.getState();
      const { auth, offline } = state;
      const count = countWaiting(state);
      if (offline.status !== 'loading' && offline.status !== 'stopped' && count !== counted) {
        counted = count;
        // A device that keeps nothing has nothing to tell.
        writeWaiting(storage, { moderator, count }).catch(() => {});
      }
      if (auth.phase !== 'signed-out' || isGone) return;
      isGone = true;
      move('', auth);
    });
  }

  function move(moderator: string, auth: AuthState): void {
    moving = moving.then(async () => {
      if (isOver) return;
      const before = office;
      if (moderator !== '') await writeSitter(storage, moderator).catch(() => {});
      // It sends no more before anybody else does, and lets another window of its moderator send.
      await before.stop();
      office = await open(moderator, auth, before.seat.moderator);
      for (const listener of [...listeners]) listener();
    });
  }

  const sitter = await readSitter(storage).catch(() => undefined);
  let office = await open(
    sitter ?? '',
    sitter === '' ? { phase: 'signed-out', problem: '' } : { phase: 'unknown' },
  );
  // Whoever left a server that was away stays out: it is told again.
  if (sitter === '') void office.endSession();
  return {
    getOffice: () => office,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      isOver = true;
      await moving;
      await office.stop();
    },
  };
}
