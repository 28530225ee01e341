import { unreachable } from '@statehouse/kernel';
import { Histogram } from '../histogram/histogram.ts';
import { numberAt, type TimeWindow } from '../windows/window-ring.ts';
import { type AlertRule, type BurnRateRule, type Counted, isCounted, type Level, limitsOf } from './rule.ts';

/** What rules look at. */
export interface Observed {
  readonly nowMs: number;
  readonly windowMs: number;
  /** Oldest first. */
  readonly windows: readonly TimeWindow[];
}

/** A rule began to fire, or ended. */
export interface AlertEvent {
  readonly kind: 'fired' | 'resolved';
  readonly rule: string;
  readonly value: number;
  readonly atMs: number;
}

/** The names of the rules that fire. */
export type Firing = ReadonlySet<string>;

export interface Judgement {
  readonly firing: Firing;
  readonly events: readonly AlertEvent[];
}

/** Judges all rules. Between the two limits of a rule nothing changes. Pure; O(windows · series) for each rule. */
export function evaluate(rules: readonly AlertRule[], firing: Firing, observed: Observed): Judgement {
  const next = new Set(firing);
  const events: AlertEvent[] = [];
  for (const rule of rules) {
    const value = comparedBy(rule, observed);
    const { above, resolveBelow } = limitsOf(rule);
    const isFiring = firing.has(rule.name);
    if (!isFiring && value > above) next.add(rule.name);
    else if (isFiring && value < resolveBelow) next.delete(rule.name);
    else continue;
    events.push({ kind: isFiring ? 'resolved' : 'fired', rule: rule.name, value, atMs: observed.nowMs });
  }
  return { firing: next, events };
}

/** What a rule compares with its limits. */
export function comparedBy(rule: AlertRule, observed: Observed): number {
  switch (rule.kind) {
    case 'threshold':
      return levelOf(rule.of, observed);
    case 'rate':
      return (1_000 * sumOf(rule.of, observed, rule.windowMs)) / wholeMs(observed, rule.windowMs);
    case 'burn-rate':
      return Math.min(burnOf(rule, observed, rule.longMs), burnOf(rule, observed, rule.shortMs));
    default:
      return unreachable(rule);
  }
}

function burnOf({ bad, of, objective }: BurnRateRule, observed: Observed, overMs: number): number {
  const all = sumOf(of, observed, overMs);
  return all === 0 ? 0 : sumOf(bad, observed, overMs) / all / (1 - objective);
}

function levelOf(level: Level, observed: Observed): number {
  const sizes = observed.windows.at(-1)?.sizes;
  switch (level.level) {
    case 'journal-bytes':
      return sizes?.journalBytes ?? 0;
    case 'entities':
      return sizes?.stores.find(({ store }) => store === level.store)?.entities ?? 0;
    case 'allocated-bytes':
      return sizes?.stores.find(({ store }) => store === level.store)?.allocatedBytes ?? 0;
    default: {
      const merged = new Histogram();
      for (const { latency } of newest(observed, level.windowMs)) merged.merge(latency);
      return merged.summary()[level.level];
    }
  }
}

function sumOf(counted: Counted, observed: Observed, overMs: number): number {
  let sum = 0;
  for (const { tallies } of newest(observed, overMs)) {
    for (const tally of tallies) {
      if (isCounted(tally, counted)) sum += tally[counted.count === 'all' ? 'count' : counted.count];
    }
  }
  return sum;
}

/** The windows of the last stretch of time, without the present one, which is not over yet. */
function newest(observed: Observed, overMs: number): readonly TimeWindow[] {
  const present = numberAt(observed.nowMs, observed);
  const oldest = present - wholeMs(observed, overMs) / observed.windowMs;
  return observed.windows.filter(({ number }) => number >= oldest && number < present);
}

/** A stretch of time in whole windows. */
function wholeMs({ windowMs }: Observed, overMs: number): number {
  return Math.max(1, Math.ceil(overMs / windowMs)) * windowMs;
}
