import { shortCount } from '../../../connection/connection-label.ts';
import type { Unit } from './figures.ts';

const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const ONE_DIGIT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of a figure with its unit, as short as it can be read; a dash where there is none. */
export function figureWords(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–';
  switch (unit) {
    case 'count':
      return shortCount(Math.round(value));
    case 'per-second':
      return `${plain(value)}/s`;
    case 'milliseconds':
      return `${plain(value)} ms`;
    case 'bytes':
      return byteWords(value);
    case 'bytes-per-second':
      return `${byteWords(value)}/s`;
  }
}

function plain(value: number): string {
  if (value >= 1_000) return shortCount(value);
  return value < 10 ? SMALL.format(value) : ONE_DIGIT.format(value);
}

function byteWords(value: number): string {
  let size = value;
  let at = 0;
  while (size >= 1_000 && at < BYTES.length - 1) {
    size /= 1_000;
    at += 1;
  }
  return `${at === 0 ? Math.round(size) : plain(size)} ${BYTES[at] ?? ''}`;
}
