import type { Json } from '@statehouse/kernel';
import type { DocumentConflict } from '@statehouse/sync';
import type { ConflictDescription } from './conflict-view.ts';

type Kind = DocumentConflict['conflict']['kind'];

const MISFIT = 'It did not fit what is there now.';

/** Why something was lost, by kind; `%` is the thing it happened to. */
const REASONS: Readonly<Record<Kind, string>> = {
  overwritten: 'Somebody changed % without having seen your change.',
  deleted: 'Somebody deleted % without having seen your change.',
  'entity-missing': 'Somebody deleted % that you changed.',
  'inserted-twice': 'Somebody made % at the same time, and theirs was first.',
  'text-replaced': 'Somebody replaced % in which you wrote.',
  'text-out-of-range': 'Somebody replaced % in which you wrote.',
  'dangling-reference': 'Somebody deleted what yours belonged to.',
  'unique-taken': 'Somebody took the same name before.',
  cycle: 'It would have contained itself.',
  restricted: 'It is still in use.',
  'path-blocked': MISFIT,
  'counter-range': MISFIT,
};

/**
 * Why something was lost, in words for people.
 * @param thing what it happened to, with its article: `the line`
 */
export function conflictReason(kind: Kind, thing: string): string {
  return REASONS[kind].replace('%', thing);
}

/** A conflict in general words. */
export function describeConflict({ conflict }: DocumentConflict, thing: string): ConflictDescription {
  const won = 'won' in conflict ? conflict.won : undefined;
  return {
    reason: conflictReason(conflict.kind, thing),
    mine: writtenText(conflict.lost),
    theirs: won === undefined ? undefined : writtenText(won),
  };
}

/** What a person wrote, as far as it can be shown as text: the strings in it. */
export function writtenText(value: Json): string {
  const strings: string[] = [];
  collect(value, strings);
  return strings.length === 0 ? JSON.stringify(value) : strings.join('\n');
}

/** Keys whose strings are machinery, not writing. */
const MACHINERY: ReadonlySet<string> = new Set(['incarnation', 'kind', 'position', 'parent']);

function collect(value: Json | undefined, strings: string[]): void {
  if (typeof value === 'string') {
    if (value !== '') strings.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, strings);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) if (!MACHINERY.has(key)) collect(item, strings);
  }
}
