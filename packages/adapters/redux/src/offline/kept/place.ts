/**
 * A place in the order of a queue, as text that orders by code unit: time, count within that time, tab. Each tab makes places by
 * itself, behind all that it has seen, so that no two are alike and nothing comes before what its maker had seen.
 */
export type Place = string;

const TIME_DIGITS = 9;
const COUNT_DIGITS = 5;

const digits = (value: number, count: number) => Math.floor(value).toString(36).padStart(count, '0');

export function nextPlace(last: Place | undefined, nowMs: number, tab: string): Place {
  const [time = '', count = ''] = last?.split('.') ?? [];
  const lastMs = last === undefined ? -1 : Number.parseInt(time, 36);
  // The clock may have been set back.
  const isLater = nowMs > lastMs;
  const next = isLater ? 0 : Number.parseInt(count, 36) + 1;
  return `${digits(isLater ? nowMs : lastMs, TIME_DIGITS)}.${digits(next, COUNT_DIGITS)}.${tab}`;
}

const pattern = /^[0-9a-z]{9}\.[0-9a-z]{5}\.\w+$/;

export function isPlace(value: unknown): value is Place {
  return typeof value === 'string' && pattern.test(value);
}
