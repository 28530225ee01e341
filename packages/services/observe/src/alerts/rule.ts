import { observeError } from '../errors.ts';
import type { Tally } from '../windows/window-ring.ts';

/** Which counts: of all series, or of those of one store, or of one name. */
export interface Counted {
  readonly count: 'all' | 'failures' | 'refusals' | 'slow';
  readonly store?: string;
  readonly name?: string;
}

/** A level that is compared as it is. Sizes are those of the newest window. */
export type Level =
  | { readonly level: 'p50' | 'p90' | 'p99' | 'p999'; readonly windowMs: number }
  | { readonly level: 'journal-bytes' }
  | { readonly level: 'entities' | 'allocated-bytes'; readonly store: string };

interface Named {
  readonly name: string;
}

/** Fires when a level is above a bound; ends when it is below another, a tenth under the first unless told. */
export interface ThresholdRule extends Named {
  readonly kind: 'threshold';
  readonly of: Level;
  readonly above: number;
  readonly resolveBelow?: number;
}

/** Fires when something happens more often than so many times a second, over a window. */
export interface RateRule extends Named {
  readonly kind: 'rate';
  readonly of: Counted;
  readonly windowMs: number;
  readonly abovePerSecond: number;
  readonly resolveBelow?: number;
}

/**
 * Fires when the share that may go wrong (1 − `objective`) is used up `above` times as fast as it may be, over a long
 * window and a short one: the long one that it matters, the short one that it still goes on (Site Reliability Workbook, chapter 5).
 */
export interface BurnRateRule extends Named {
  readonly kind: 'burn-rate';
  readonly bad: Counted;
  /** Of what the bad ones are a share. */
  readonly of: Counted;
  /** The share that is to be good, as 0.999. */
  readonly objective: number;
  readonly longMs: number;
  readonly shortMs: number;
  readonly above: number;
  readonly resolveBelow?: number;
}

export type AlertRule = ThresholdRule | RateRule | BurnRateRule;

/** Where a rule begins to fire and where it ends. */
export interface Limits {
  readonly above: number;
  readonly resolveBelow: number;
}

export function limitsOf(rule: AlertRule): Limits {
  const above = rule.kind === 'rate' ? rule.abovePerSecond : rule.above;
  return { above, resolveBelow: rule.resolveBelow ?? above * 0.9 };
}

export function isCounted({ subject }: Tally, { store, name }: Counted): boolean {
  return (store === undefined || subject.store === store) && (name === undefined || subject.name === name);
}

/** The longest stretch of time that a rule looks back over; 0 where it looks at the present only. */
export function reachOf(rule: AlertRule): number {
  if (rule.kind === 'rate') return rule.windowMs;
  if (rule.kind === 'burn-rate') return rule.longMs;
  return 'windowMs' in rule.of ? rule.of.windowMs : 0;
}

/** @throws StatehouseError `observe/bad-rule` */
export function checkRules(rules: readonly AlertRule[], keptMs: number): void {
  const names = new Set<string>();
  for (const rule of rules) {
    const problem = names.has(rule.name) ? 'another rule has its name.' : problemOf(rule, keptMs);
    if (problem !== undefined) throw observeError('bad-rule', { rule: rule.name, problem });
    names.add(rule.name);
  }
}

function problemOf(rule: AlertRule, keptMs: number): string | undefined {
  const { above, resolveBelow } = limitsOf(rule);
  if (!(above > 0)) return `its bound is ${above}, and has to be above 0.`;
  if (!(resolveBelow <= above)) return `it would end at ${resolveBelow}, above its bound of ${above}.`;
  if (reachOf(rule) > keptMs)
    return `it looks back ${reachOf(rule)} ms, but windows are kept for ${keptMs} ms.`;
  if (rule.kind !== 'burn-rate') return undefined;
  if (!(rule.objective > 0 && rule.objective < 1))
    return `its objective is ${rule.objective}, not between 0 and 1.`;
  return rule.shortMs < rule.longMs ? undefined : 'its short window is not shorter than its long one.';
}
