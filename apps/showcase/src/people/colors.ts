/** A person's colour, with the text colour that can be read on it. */
export interface PersonColor {
  readonly fill: string;
  readonly ink: string;
}

const DARK = '#11131a';
const LIGHT = '#ffffff';

/** Twelve colours that colour-blind readers can tell apart (after Martin Krzywinski's twelve-colour palette). */
export const PERSON_COLORS: readonly PersonColor[] = [
  { fill: '#008df9', ink: DARK },
  { fill: '#ff6e3a', ink: DARK },
  { fill: '#008169', ink: LIGHT },
  { fill: '#ff5aaf', ink: DARK },
  { fill: '#8400cd', ink: LIGHT },
  { fill: '#ffc33b', ink: DARK },
  { fill: '#e20134', ink: LIGHT },
  { fill: '#00c2f9', ink: DARK },
  { fill: '#9f0162', ink: LIGHT },
  { fill: '#00d5ae', ink: DARK },
  { fill: '#ffb2fd', ink: DARK },
  { fill: '#a40122', ink: LIGHT },
];

const FALLBACK: PersonColor = { fill: '#8b8d98', ink: DARK };

/** The colour of an index from outside: anything that is not one of the twelve is grey. */
export function personColor(index: number): PersonColor {
  return PERSON_COLORS[index] ?? FALLBACK;
}

/** The wanted colour if nobody has it, else the first that is free, else the wanted one all the same. */
export function freeColor(wanted: number, taken: ReadonlySet<number>): number {
  if (!taken.has(wanted)) return wanted;
  const free = PERSON_COLORS.findIndex((_, index) => !taken.has(index));
  return free === -1 ? wanted : free;
}

/** One or two letters that stand for a name. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '?')][0] ?? '?')
    .join('')
    .toUpperCase();
}
