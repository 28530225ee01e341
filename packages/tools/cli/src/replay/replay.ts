import { randomId, systemClock, systemRandom, type Timers } from '@statehouse/kernel';
import type { CommandServer } from '../temporary-server.ts';
import { type DeliveryPlan, planDeliveries } from './plan-deliveries.ts';
import { playConcurrent } from './play-concurrent.ts';
import { playSequential } from './play-sequential.ts';
import { Player } from './player.ts';
import { prepareDocument } from './prepare-document.ts';
import { countCodePoints, type Trace } from './trace.ts';

export interface ReplayOptions {
  readonly trace: Trace;
  readonly server: CommandServer;
  /** The name of a document that holds nothing yet; one is made up unless given. */
  readonly document?: string;
  /** Told how many transactions are done. */
  readonly progress?: (done: number) => void;
}

/** What came of a replay. Lengths count code points, as the traces do. */
export interface ReplayResult {
  /**
   * Every client and a fresh one hold the same text, and it has the recorded characters; in the recorded order if the
   * trace is sequential.
   */
  readonly ok: boolean;
  readonly clients: number;
  readonly transactions: number;
  readonly patches: number;
  readonly ms: number;
  readonly patchesPerSecond: number;
  readonly finalLength: number;
  readonly expectedLength: number;
  readonly sameAsRecorded: boolean;
  readonly serverVersion: number;
}

const MAX_OPERATIONS = 1_000;
const AGENT_DIGITS = 5;

/** Deliveries that are held back on purpose must not look like a dead line, so these never fire. */
const stoppedTimers: Timers = { after: () => () => {} };

/**
 * Plays a recorded editing session through real clients and real sockets, then reads it as a fresh client.
 * @throws cli/no-server-order, cli/agent-forks, cli/patch-out-of-range, cli/connection-lost, cli/edit-refused
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { trace, server, progress = () => {} } = options;
  const plan = trace.kind === 'concurrent' ? planDeliveries(trace) : undefined;
  const run = randomId(systemRandom, 12);
  const document = options.document ?? `replay-${run}`;
  const schema = await prepareDocument(server, document, `${run}-setup`, trace.startContent);
  const common = { server, schema, document };
  const timers = plan === undefined ? {} : { timers: stoppedTimers };
  const players = new Map<number, Player>();
  try {
    for (const agent of agentsOf(trace, plan)) {
      const clientId = `${run}-${String(agent).padStart(AGENT_DIGITS, '0')}`;
      const maxOperations = plan?.oneByOne.has(agent) === true ? 1 : MAX_OPERATIONS;
      const player = new Player({ ...common, ...timers, clientId, maxOperations });
      players.set(agent, player);
      await player.open();
    }
    const startMs = systemClock.nowMs();
    await play(trace, plan, players, progress);
    const ms = systemClock.nowMs() - startMs;
    const reader = new Player({ ...common, clientId: `${run}-reader`, maxOperations: MAX_OPERATIONS });
    players.set(-1, reader);
    await reader.open();
    const texts = [...players.values()].map(({ text }) => text);
    return result(trace, texts, ms, reader.document.status.version);
  } finally {
    for (const player of players.values()) await player.close();
  }
}

async function play(
  trace: Trace,
  plan: DeliveryPlan | undefined,
  players: ReadonlyMap<number, Player>,
  progress: (done: number) => void,
): Promise<void> {
  const only = players.get(0);
  if (trace.kind === 'concurrent' && plan !== undefined) await playConcurrent(trace, plan, players, progress);
  else if (trace.kind === 'sequential' && only !== undefined) await playSequential(trace, only, progress);
}

/** The agents that made something. */
function agentsOf(trace: Trace, plan: DeliveryPlan | undefined): readonly number[] {
  if (trace.kind === 'sequential' || plan === undefined) return [0];
  return plan.lines.flatMap((line, agent) => (line.length > 0 ? [agent] : []));
}

function result(trace: Trace, texts: readonly string[], ms: number, serverVersion: number): ReplayResult {
  const [first = ''] = texts;
  const same = texts.every((text) => text === first);
  const sameAsRecorded = same && first === trace.endContent;
  const hasCharacters =
    trace.kind === 'sequential' ? sameAsRecorded : sameCharacters(first, trace.endContent);
  return {
    ok: same && hasCharacters,
    clients: texts.length - 1,
    transactions: trace.transactions.length,
    patches: trace.patchCount,
    ms,
    patchesPerSecond: Math.round((trace.patchCount * 1_000) / Math.max(1, ms)),
    finalLength: countCodePoints(first),
    expectedLength: countCodePoints(trace.endContent),
    sameAsRecorded,
    serverVersion,
  };
}

/** True when both hold each code point equally often. */
function sameCharacters(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const counts = new Map<string, number>();
  for (const character of a) counts.set(character, (counts.get(character) ?? 0) + 1);
  for (const character of b) {
    const count = counts.get(character);
    if (count === undefined) return false;
    if (count === 1) counts.delete(character);
    else counts.set(character, count - 1);
  }
  return counts.size === 0;
}
