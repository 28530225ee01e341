import type { Json } from '@statehouse/kernel';
import type { Conflict } from '@statehouse/ot';

/** Why something did not take effect, in words for people. */
export function conflictReason({ kind, table }: Pick<Conflict, 'kind' | 'table'>): string {
  const what = table === 'tasks' ? 'the line' : 'the text';
  switch (kind) {
    case 'entity-missing':
      return `Somebody deleted ${what} that you changed.`;
    case 'inserted-twice':
      return `Somebody made ${what} at the same time, and theirs was first.`;
    case 'text-replaced':
    case 'text-out-of-range':
      return `Somebody replaced ${what} in which you wrote.`;
    case 'dangling-reference':
      return 'Somebody deleted what yours belonged to.';
    case 'unique-taken':
      return 'Somebody took the same name before.';
    case 'cycle':
      return 'It would have contained itself.';
    case 'restricted':
      return 'It is still in use.';
    case 'path-blocked':
    case 'counter-range':
      return 'It did not fit what is there now.';
  }
}

/** What a person wrote, as far as it can be shown as text: the strings in it. */
export function lostText(lost: Json): string {
  const strings: string[] = [];
  collect(lost, strings);
  return strings.length === 0 ? JSON.stringify(lost) : strings.join('\n');
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
