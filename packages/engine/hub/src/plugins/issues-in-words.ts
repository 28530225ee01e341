import type { StandardSchemaV1 } from '@standard-schema/spec';

/** What a schema found wrong, in one line: `lines.0.amount: has to be positive; …`. */
export function issuesInWords(issues: readonly StandardSchemaV1.Issue[]): string {
  return issues
    .map(({ path = [], message }) => {
      const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
      return keys.length === 0 ? message : `${keys.join('.')}: ${message}`;
    })
    .join('; ');
}
