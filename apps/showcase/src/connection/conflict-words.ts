import type { Json } from '@statehouse/kernel';
import type { DocumentConflict } from '@statehouse/sync';
import type { ConflictDescription } from './conflict-view.ts';

/** Why something did not take effect, by kind; `%` is the thing it happened to. */
const REASONS: Readonly<Record<string, string>> = {
  overwritten: 'Somebody changed % that you changed, and theirs came last.',
  deleted: 'Somebody deleted % that you changed.',
  'entity-missing': 'Somebody deleted % that you changed.',
  'inserted-twice': 'Somebody made % at the same time, and theirs was first.',
  'text-replaced': 'Somebody replaced % in which you wrote.',
  'text-out-of-range': 'Somebody replaced % in which you wrote.',
  'dangling-reference': 'Somebody deleted what yours belonged to.',
  'unique-taken': 'Somebody took the same name before.',
  cycle: 'It would have contained itself.',
  restricted: 'It is still in use.',
};

const OTHER_REASON = 'It did not fit what is there now.';

/**
 * Why something did not take effect, in words for people.
 * @param thing what it happened to, with its article: `the line`
 */
export function conflictReason(kind: string, thing: string): string {
  return (REASONS[kind] ?? OTHER_REASON).replace('%', thing);
}

/** A conflict in general words. */
export function describeConflict(item: DocumentConflict, thing: string): ConflictDescription {
  const { conflict } = item;
  const won = wonBy(conflict);
  return {
    reason: conflictReason(conflict.kind, thing),
    mine: writtenText(conflict.lost),
    theirs: won === undefined ? undefined : writtenText(won),
  };
}

/** What stands in the place of the lost work, if the conflict tells. */
function wonBy(conflict: DocumentConflict['conflict']): Json | undefined {
  return 'won' in conflict && isJson(conflict.won) ? conflict.won : undefined;
}

/** The client whose work stands there now, if the conflict tells. */
export function winnerOf(item: DocumentConflict): string | undefined {
  return 'client' in item && typeof item.client === 'string' ? item.client : undefined;
}

/** The user whose work stands there now, if the conflict tells. */
export function authorOf(item: DocumentConflict): string | undefined {
  return 'author' in item && typeof item.author === 'string' ? item.author : undefined;
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

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return true;
  return (
    typeof value === 'object' && Object.values(value).every((part) => part === undefined || isJson(part))
  );
}
