import { LONGEST_LABEL } from './clipboard-format.ts';

/** Why a text of so many characters cannot stand on an element, in words; undefined if it can. */
export function labelRefusal(length: number): string | undefined {
  if (length <= LONGEST_LABEL) return undefined;
  const size = length >= 1e6 ? `${(length / 1e6).toFixed(1)} million` : length.toLocaleString('en');
  return `This text has ${size} characters; a sticky note takes ${LONGEST_LABEL.toLocaleString('en')}. Paste it into the notes instead.`;
}
