import type { Row } from '@statehouse/ot';
import { type AccessPath, rangesOf, resolveTerm } from './access-path.ts';
import type { Term } from './constraints.ts';
import type { FoundRows, QuerySource } from './query-source.ts';

/** The rows that an access path leads to, for the row that is linked to; each once unless it is an index of words. */
export function findRows(
  access: Exclude<AccessPath, { readonly kind: 'scan' }>,
  table: string,
  source: Pick<QuerySource, 'row' | 'ordered' | 'lookup' | 'referrers'>,
  link: string,
): FoundRows {
  const resolved = (term: Term) => resolveTerm(term, link);
  switch (access.kind) {
    case 'ordered': {
      const rows = source.ordered(table, access.index);
      const ranges = rangesOf(access, link);
      return {
        count: () => ranges.reduce((sum, range) => sum + rows.count(range), 0),
        rows: eachIn(ranges, (range) => rows.range(range)),
      };
    }
    case 'lookup':
      return source.lookup(table, access.index, access.key.map(resolved));
    default: {
      const { ids, size } =
        access.kind === 'ids'
          ? { ids: access.ids.map((term) => String(resolved(term))), size: access.ids.length }
          : source.referrers(table, access.field, String(resolved(access.target)));
      return {
        count: () => size,
        rows: eachIn(ids, (id) => {
          const row = source.row(table, id);
          return row === undefined ? [] : [row];
        }),
      };
    }
  }
}

function* eachIn<Part>(parts: Iterable<Part>, rowsOf: (part: Part) => Iterable<Row>): Iterable<Row> {
  for (const part of parts) yield* rowsOf(part);
}
