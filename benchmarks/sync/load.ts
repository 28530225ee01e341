import { type BenchClient, type SyncContender, WORD_LENGTH } from './bench-client.ts';
import { Latencies, type LatencyCounts } from './latencies.ts';

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
  /** This process has every `parts`-th client, beginning with `part`. */
  readonly part: number;
  readonly parts: number;
}

/** What one process saw. Latencies count from the moment at which a word was due, not from when it was sent. */
export interface LoadPart {
  /** Answers that came in the measured time. */
  readonly ackedInTime: number;
  /** Of words that were due in the measured time. */
  readonly acks: LatencyCounts;
  readonly sights: LatencyCounts;
  /** How many of each there should have been. */
  readonly expectedAcks: number;
  readonly expectedSights: number;
  /** By how much the load itself came late, at worst. */
  readonly lateMs: number;
  /** Processor time that the load used: as much as the run was long means that the load limits, not the server. */
  readonly cpuMs: number;
}

/** Words are numbers, so that whoever sees one knows when it was due. */
const RADIX = 36;

/** The clients of one process, connected and waiting for the start. */
export class LoadGenerator {
  readonly #load: Load;
  readonly #clients: BenchClient[] = [];
  readonly #acks = new Latencies();
  readonly #sights = new Latencies();
  #startMs = 0;
  #ackedInTime = 0;

  constructor(load: Load) {
    this.#load = load;
  }

  async connect(contender: SyncContender): Promise<void> {
    const { url, documents, clientCount, part, parts } = this.#load;
    const shared = documents.length === 1;
    const listener = {
      acked: (word: string) => this.#acked(word, shared),
      seen: (word: string) => this.#seen(word),
    };
    for (let index = part; index < clientCount; index += parts) {
      const document = documents[index % documents.length] ?? '';
      this.#clients.push(await contender.connect(url, document, listener));
    }
  }

  /** Offers words on a fixed schedule, whatever the answers do (open loop), from a moment of the wall clock on. */
  async run(startAtMs: number): Promise<LoadPart> {
    const { documents, rate, drainMs, part, parts } = this.#load;
    this.#startMs = startAtMs - performance.timeOrigin;
    const cpuBefore = process.cpuUsage();
    const lateMs = await this.#offer();
    let words = 0;
    let ownWords = 0;
    for (let word = 0; word < this.#wordCount; word += 1) {
      if (!this.#isMeasured((word * 1_000) / rate)) continue;
      words += 1;
      if (word % parts === part) ownWords += 1;
    }
    const receivers = this.#clients.length;
    // Each word is seen by all clients but its author.
    const expectedSights = documents.length === 1 ? words * receivers - ownWords : ownWords;
    const giveUpMs = performance.now() + drainMs;
    while (performance.now() < giveUpMs) {
      if (this.#acks.total >= ownWords && this.#sights.total >= expectedSights) break;
      await pause(20);
    }
    const cpu = process.cpuUsage(cpuBefore);
    for (const client of this.#clients) client.close();
    return {
      ackedInTime: this.#ackedInTime,
      acks: this.#acks.toJSON(),
      sights: this.#sights.toJSON(),
      expectedAcks: ownWords,
      expectedSights,
      lateMs,
      cpuMs: (cpu.user + cpu.system) / 1_000,
    };
  }

  get #wordCount(): number {
    const { rate, warmUpMs, measureMs } = this.#load;
    return Math.floor(((warmUpMs + measureMs) * rate) / 1_000);
  }

  get #nowMs(): number {
    return performance.now() - this.#startMs;
  }

  #isMeasured(ms: number): boolean {
    const { warmUpMs, measureMs } = this.#load;
    return ms >= warmUpMs && ms < warmUpMs + measureMs;
  }

  #dueMs(word: string): number {
    return (Number.parseInt(word, RADIX) * 1_000) / this.#load.rate;
  }

  #acked(word: string, shared: boolean): void {
    const nowMs = this.#nowMs;
    const dueMs = this.#dueMs(word);
    if (this.#isMeasured(nowMs)) this.#ackedInTime += 1;
    if (!this.#isMeasured(dueMs)) return;
    this.#acks.add(nowMs - dueMs);
    if (!shared) this.#sights.add(nowMs - dueMs);
  }

  #seen(word: string): void {
    const dueMs = this.#dueMs(word);
    if (this.#isMeasured(dueMs)) this.#sights.add(this.#nowMs - dueMs);
  }

  /**
   * Sends each word when it is due, or as soon after as the process gets to it; answers the worst delay. Gives up when
   * it is hopelessly late: what was not sent counts as never answered.
   */
  async #offer(): Promise<number> {
    const { rate, warmUpMs, measureMs, drainMs, part, parts } = this.#load;
    const giveUpMs = warmUpMs + measureMs + drainMs;
    let lateMs = 0;
    let chance = part + 1;
    for (let word = part; word < this.#wordCount; word += parts) {
      const dueMs = (word * 1_000) / rate;
      while (this.#nowMs < dueMs) await pause(1);
      lateMs = Math.max(lateMs, this.#nowMs - dueMs);
      if (lateMs > giveUpMs) return lateMs;
      chance = (Math.imul(chance, 1_103_515_245) + 12_345) >>> 0;
      this.#insert(word, chance / 4_294_967_296);
      if (word % 64 === part) await pause(0);
    }
    return lateMs;
  }

  #insert(word: number, chance: number): void {
    const { parts } = this.#load;
    const client = this.#clients[Math.floor(word / parts) % this.#clients.length];
    if (client === undefined) return;
    const place = Math.floor(chance * (Math.floor(client.length() / WORD_LENGTH) + 1));
    client.insert(place * WORD_LENGTH, word.toString(RADIX).padStart(WORD_LENGTH, '0'));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
}
