import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import type { StateCodec } from '../codec/codec.ts';
import { decodeDifference, encodeDifference } from '../format/kept-state.ts';
import type { Difference } from '../patch/patch.ts';
import type { Applied, ChangeId, OrderedChange, Submission, Welcome } from './replica.ts';

/** How the leader's keeping is, for those who do not keep. */
export interface Health {
  readonly phase: 'reading' | 'ready' | 'failing' | 'refused';
  readonly problem?: { readonly code: string; readonly message: string };
}

/** What tabs say to each other. `epoch` is the order that the speaker follows or makes. */
export type TabMessage =
  /** Asks the leader for all that it has. */
  | { readonly kind: 'hello' }
  /** Asks the leader whether it is awake. */
  | { readonly kind: 'ping' }
  /** The leader is; 0 while it is still reading. */
  | { readonly kind: 'pong'; readonly epoch: number; readonly position: number }
  /** All that the leader has: to all when it begins, then to whoever asks. */
  | { readonly kind: 'welcome'; readonly welcome: Welcome; readonly health: Health }
  /** Asks the leader to put changes in order; again when nothing is heard of them. */
  | { readonly kind: 'submit'; readonly epoch: number; readonly submissions: readonly Submission[] }
  | { readonly kind: 'change'; readonly epoch: number; readonly change: OrderedChange }
  /** What is durable, and how the storage is. */
  | {
      readonly kind: 'saved';
      readonly epoch: number;
      readonly position: number;
      readonly health: Health;
    }
  /** Asks the leader to write now, or to delete what is kept. */
  | { readonly kind: 'ask'; readonly what: 'flush' | 'purge'; readonly number: number }
  | { readonly kind: 'answer'; readonly to: string; readonly number: number; readonly problem?: string };

/** What was heard. */
export type Heard =
  | { readonly kind: 'message'; readonly from: string; readonly message: TabMessage }
  /** A tab with another version of the program. */
  | { readonly kind: 'other-version'; readonly version: number; readonly isNewer: boolean }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Whether only a leader says such a thing. */
export function isFromLeader({ kind }: TabMessage): boolean {
  return kind === 'pong' || kind === 'welcome' || kind === 'change' || kind === 'saved' || kind === 'answer';
}

/** Which leader says it; undefined of what others say. */
export function epochOf(message: TabMessage): number | undefined {
  if (message.kind === 'welcome') return message.welcome.epoch;
  const isOrder = message.kind === 'pong' || message.kind === 'change' || message.kind === 'saved';
  return isOrder ? message.epoch : undefined;
}

/** Raised with every change of what is said here; the newer one leads. */
const PROTOCOL = 1;

/** A message with who says it, and in which version of the protocol and of the state. */
export function writeMessage(message: TabMessage, from: string, version: number, codec: StateCodec): Json {
  return { statehouse: 'tabs', protocol: PROTOCOL, version, from, ...bodyOf(message, codec) };
}

function bodyOf(message: TabMessage, codec: StateCodec): { readonly [name: string]: Json } {
  switch (message.kind) {
    case 'welcome': {
      const { epoch, position, saved, parts, applied, tail } = message.welcome;
      return {
        kind: message.kind,
        epoch,
        position,
        saved,
        parts: codec.encode(parts),
        applied: [...applied].map(([tab, sequence]) => [tab, sequence]),
        tail: tail.map((change) => changeJson(change, codec)),
        health: healthJson(message.health),
      };
    }
    case 'submit': {
      const submissions = message.submissions.map((each) => submissionJson(each, codec));
      return { kind: message.kind, epoch: message.epoch, submissions };
    }
    case 'change':
      return { kind: message.kind, epoch: message.epoch, change: changeJson(message.change, codec) };
    case 'saved':
      return { ...message, health: healthJson(message.health) };
    default:
      return message;
  }
}

/** What another tab said, if it can be understood. Never throws. */
export function readMessage(heard: unknown, version: number, codec: StateCodec): Heard {
  if (!isRecord(heard) || heard.statehouse !== 'tabs') return unreadable('it is no message of a tab');
  const { protocol, version: theirs, from } = heard;
  if (typeof protocol !== 'number' || typeof theirs !== 'number' || typeof from !== 'string')
    return unreadable('it does not say who speaks');
  if (protocol !== PROTOCOL || theirs !== version) {
    const isNewer = protocol > PROTOCOL || (protocol === PROTOCOL && theirs > version);
    return { kind: 'other-version', version: theirs, isNewer };
  }
  try {
    const message = messageOf(heard, codec);
    if (message === undefined) return unreadable(`its ${String(heard.kind)} is not one`);
    return { kind: 'message', from, message };
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : 'it cannot be decoded');
  }
}

function messageOf(heard: Readonly<Record<string, unknown>>, codec: StateCodec): TabMessage | undefined {
  const { kind, epoch, position, number, what, to } = heard;
  if (kind === 'hello' || kind === 'ping') return { kind };
  if (kind === 'ask' && isCount(number) && (what === 'flush' || what === 'purge'))
    return { kind, what, number };
  if (kind === 'answer' && isCount(number) && typeof to === 'string')
    return { kind, to, number, ...(typeof heard.problem === 'string' ? { problem: heard.problem } : {}) };
  if (!isCount(epoch)) return undefined;
  if (kind === 'pong' && isCount(position)) return { kind, epoch, position };
  if (kind === 'submit') {
    const submissions = allOf(heard.submissions, (each) => submissionFrom(each, codec));
    return submissions && { kind, epoch, submissions };
  }
  if (kind === 'change') {
    const change = changeFrom(heard.change, codec);
    return change && { kind, epoch, change };
  }
  const health = healthFrom(heard.health);
  if (health === undefined) return undefined;
  if (kind === 'saved' && isPlace(position)) return { kind, epoch, position, health };
  if (kind !== 'welcome') return undefined;
  const welcome = welcomeFrom(heard, epoch, codec);
  return welcome && { kind, welcome, health };
}

function welcomeFrom(
  { position, saved, parts, applied: pairs, tail: changes }: Readonly<Record<string, unknown>>,
  epoch: number,
  codec: StateCodec,
): Welcome | undefined {
  const applied = appliedFrom(pairs);
  const tail = allOf(changes, (each) => changeFrom(each, codec));
  if (!isCount(position) || !isPlace(saved) || !isJson(parts) || applied === undefined || tail === undefined)
    return undefined;
  return { epoch, position, saved, parts: codec.decode(parts), applied, tail };
}

/** The last change of each tab, as pairs; undefined if it is something else. */
export function appliedFrom(pairs: unknown): Applied | undefined {
  const known = allOf(pairs, (pair) => {
    const [tab, sequence] = isArray(pair) ? pair : [];
    return typeof tab === 'string' && isCount(sequence) ? ([tab, sequence] as const) : undefined;
  });
  return known && new Map(known);
}

function submissionJson(submission: Submission, codec: StateCodec): Json {
  const { tab, sequence } = submission;
  if (submission.kind === 'input') return { tab, sequence, input: codec.encode(submission.input) };
  return { tab, sequence, differences: differencesJson(submission.differences, codec) };
}

function submissionFrom(stored: unknown, codec: StateCodec): Submission | undefined {
  const id = idFrom(stored);
  if (id === undefined || !isRecord(stored)) return undefined;
  const { input } = stored;
  if (input !== undefined)
    return isJson(input) ? { ...id, kind: 'input', input: codec.decode(input) } : undefined;
  const differences = differencesFrom(stored.differences, codec);
  return differences && { ...id, kind: 'differences', differences };
}

function changeJson(change: OrderedChange, codec: StateCodec): Json {
  return { ...change, differences: differencesJson(change.differences, codec) };
}

function changeFrom(stored: unknown, codec: StateCodec): OrderedChange | undefined {
  const id = idFrom(stored);
  if (id === undefined || !isRecord(stored) || !isCount(stored.position)) return undefined;
  const differences = differencesFrom(stored.differences, codec);
  if (differences === undefined) return undefined;
  const { position, failure } = stored;
  return { ...id, position, differences, ...(typeof failure === 'string' ? { failure } : {}) };
}

function idFrom(stored: unknown): ChangeId | undefined {
  if (!isRecord(stored)) return undefined;
  const { tab, sequence } = stored;
  return typeof tab === 'string' && isCount(sequence) ? { tab, sequence } : undefined;
}

function differencesJson(differences: readonly Difference[], codec: StateCodec): Json {
  return differences.map((each) => encodeDifference(each, codec));
}

function differencesFrom(stored: unknown, codec: StateCodec): readonly Difference[] | undefined {
  return allOf(stored, (each) => (isJson(each) ? decodeDifference(each, codec) : undefined));
}

function healthJson({ phase, problem }: Health): Json {
  return problem === undefined ? { phase } : { phase, problem: { ...problem } };
}

function healthFrom(stored: unknown): Health | undefined {
  if (!isRecord(stored)) return undefined;
  const { phase, problem } = stored;
  if (phase !== 'reading' && phase !== 'ready' && phase !== 'failing' && phase !== 'refused')
    return undefined;
  if (!isRecord(problem)) return { phase };
  const { code, message } = problem;
  return typeof code === 'string' && typeof message === 'string'
    ? { phase, problem: { code, message } }
    : undefined;
}

/** Each member of a list, parsed; undefined if it is none, or one of them cannot be. */
function allOf<Member>(
  list: unknown,
  parse: (member: unknown) => Member | undefined,
): readonly Member[] | undefined {
  if (!isArray(list)) return undefined;
  const members: Member[] = [];
  for (const each of list) {
    const member = parse(each);
    if (member === undefined) return undefined;
    members.push(member);
  }
  return members;
}

function unreadable(problem: string): Heard {
  return { kind: 'unreadable', problem };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** A place in the order, or -1 before the first. */
function isPlace(value: unknown): value is number {
  return value === -1 || isCount(value);
}

/** What comes over the channel is plain already. */
function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (isArray(value)) return value.every(isJson);
  return isJsonObject(value) && Object.values(value).every(isJson);
}
