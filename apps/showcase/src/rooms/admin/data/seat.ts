import type { KeyValueStore } from '@statehouse/storage';
import type { SessionAnswer } from '../wire/session.ts';

/** Whose an office is, and how somebody else comes to theirs. */
export interface Seat {
  /** Empty for the office of nobody, in which one can only sign in. */
  readonly moderator: string;
  /** Whose office was open before this one; empty if none was. */
  readonly before: string;
  /** Somebody has signed in: their office takes the place of this one. */
  admit(answer: SessionAnswer): void;
  /** The moderator leaves, by their own will: this browser is nobody's from now on, whatever the server has heard of it. */
  leave(): Promise<void>;
  /** What waits on this device for others than this moderator. */
  waitingOfOthers(): Promise<readonly WaitingChanges[]>;
}

/** So many changes of a moderator are kept on this device until they sign in again. */
export interface WaitingChanges {
  readonly moderator: string;
  readonly count: number;
}

const SITTER = 'reception/sitter';
const WAITING = 'reception/waiting/';
/** Behind all keys that begin with {@link WAITING}. */
const WAITING_END = 'reception/waiting0';

/** Who sat here last; empty if they have left, undefined if nobody ever did. */
export function readSitter(device: KeyValueStore): Promise<string | undefined> {
  return device.get(SITTER);
}

export function writeSitter(device: KeyValueStore, moderator: string): Promise<void> {
  return device.write([{ key: SITTER, value: moderator }]);
}

/** For whom something waits, in the order of their names. */
export async function readWaiting(device: KeyValueStore): Promise<readonly WaitingChanges[]> {
  const kept = await device.range(WAITING, WAITING_END);
  return kept.flatMap(([key, text]) => {
    const count = Number(text);
    return Number.isSafeInteger(count) && count > 0 ? [{ moderator: key.slice(WAITING.length), count }] : [];
  });
}

export function writeWaiting(device: KeyValueStore, { moderator, count }: WaitingChanges): Promise<void> {
  return device.write([{ key: `${WAITING}${moderator}`, value: count === 0 ? undefined : `${count}` }]);
}
