import { quantile } from '../measurement.ts';
import { type BenchClient, type SyncContender, WORD_LENGTH } from './bench-client.ts';

/** What one run offers. */
export interface Load {
  readonly url: string;
  /** One document for all clients, or one for each. */
  readonly documents: readonly string[];
  readonly clientCount: number;
  /** Words a second, all clients together. */
  readonly rate: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** How long after the last word the run waits for what is still under way. */
  readonly drainMs: number;
}

/** What one run saw. Times count from the moment at which a word was due, not from when it was sent. */
export interface LoadResult {
  readonly ackedPerSecond: number;
  readonly ackedP99Ms: number;
  readonly seenP99Ms: number;
  /** Words that were due in the measured time and never acknowledged, and deliveries that never came. */
  readonly missingAcks: number;
  readonly missingSights: number;
  /** By how much the load itself came late, at worst. */
  readonly lateMs: number;
  /** Processor time that the load used: as much as the run was long means that the load limits, not the server. */
  readonly loadCpuMs: number;
}

/** Durations of what was due in the measured time. */
class Durations {
  #values = new Float64Array(1024);
  count = 0;

  add(value: number): void {
    if (this.count === this.#values.length) {
      const larger = new Float64Array(this.count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.count] = value;
    this.count += 1;
  }

  /** Those that never came count as `missingAs`. */
  quantile(share: number, missing: number, missingAs: number): number {
    const all = new Float64Array(this.count + missing).fill(missingAs);
    all.set(this.#values.subarray(0, this.count));
    return quantile(all, share);
  }
}

/** Offers words on a fixed schedule, whatever the answers do (open loop), and measures until they are seen. */
export async function runLoad(contender: SyncContender, load: Load): Promise<LoadResult> {
  const acks = new Durations();
  const sights = new Durations();
  const intervalMs = 1000 / load.rate;
  const untilMs = load.warmUpMs + load.measureMs;
  const shared = load.documents.length === 1;
  let startMs = 0;
  let ackedInTime = 0;
  const dueMs = (word: string) => Number.parseInt(word, 36) * intervalMs;
  const isMeasured = (due: number) => due >= load.warmUpMs && due < untilMs;
  const listener = {
    acked(word: string) {
      const nowMs = performance.now() - startMs;
      const due = dueMs(word);
      if (isMeasured(nowMs)) ackedInTime += 1;
      if (!isMeasured(due)) return;
      acks.add(nowMs - due);
      if (!shared) sights.add(nowMs - due);
    },
    seen(word: string) {
      const due = dueMs(word);
      if (isMeasured(due)) sights.add(performance.now() - startMs - due);
    },
  };
  const clients: BenchClient[] = [];
  for (let index = 0; index < load.clientCount; index += 1) {
    const document = load.documents[index % load.documents.length] ?? '';
    clients.push(await contender.connect(load.url, document, listener));
  }
  startMs = performance.now() + 100;
  const offered = Math.floor(untilMs / intervalMs);
  const cpuBefore = process.cpuUsage();
  const lateMs = await offer(clients, startMs, intervalMs, offered);
  const measured = offered - Math.ceil(load.warmUpMs / intervalMs);
  const expectedSights = shared ? measured * (load.clientCount - 1) : measured;
  const giveUpMs = performance.now() + load.drainMs;
  while (performance.now() < giveUpMs && (acks.count < measured || sights.count < expectedSights))
    await pause(20);
  const cpu = process.cpuUsage(cpuBefore);
  for (const client of clients) client.close();
  const missingAcks = Math.max(0, measured - acks.count);
  const missingSights = Math.max(0, expectedSights - sights.count);
  const missingAs = load.measureMs + load.drainMs;
  return {
    ackedPerSecond: (ackedInTime * 1000) / load.measureMs,
    ackedP99Ms: acks.quantile(0.99, missingAcks, missingAs),
    seenP99Ms: sights.quantile(0.99, missingSights, missingAs),
    missingAcks,
    missingSights,
    lateMs,
    loadCpuMs: (cpu.user + cpu.system) / 1_000,
  };
}

/** Sends each word when it is due, or as soon after as the process gets to it; answers the worst delay. */
async function offer(
  clients: readonly BenchClient[],
  startMs: number,
  intervalMs: number,
  count: number,
): Promise<number> {
  let sent = 0;
  let lateMs = 0;
  let chance = 1;
  while (sent < count) {
    const nowMs = performance.now() - startMs;
    while (sent < count && sent * intervalMs <= nowMs) {
      lateMs = Math.max(lateMs, performance.now() - startMs - sent * intervalMs);
      const client = clients[sent % clients.length];
      if (client === undefined) return lateMs;
      chance = (Math.imul(chance, 1_103_515_245) + 12_345) >>> 0;
      const places = Math.floor(client.length() / WORD_LENGTH) + 1;
      const place = Math.floor((chance / 4_294_967_296) * places);
      client.insert(place * WORD_LENGTH, sent.toString(36).padStart(WORD_LENGTH, '0'));
      sent += 1;
      if (sent % 64 === 0) await pause(0);
    }
    await pause(1);
  }
  return lateMs;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
}
