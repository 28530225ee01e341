/** How a declared index is read: by ranges and in order, by whole keys, or by the words in a text. */
export type IndexKind = 'ordered' | 'hash' | 'words';

/**
 * An index as a table declares it: its fields in the order of their weight, all ascending; or more exactly. A field
 * that is null has its place in an order too.
 */
export type IndexDeclaration<Field extends string> = readonly Field[] | ExactIndex<Field>;

/** An index with everything that can be said of it. */
export interface ExactIndex<Field extends string> {
  readonly fields: readonly Field[];
  /** Those of the fields that descend. */
  readonly descending?: readonly Field[];
  /** `ordered` unless it says `hash`: then it answers for whole keys only, and takes less time to change. */
  readonly kind?: 'ordered' | 'hash';
}

/** An index as it is kept. */
export interface IndexDefinition {
  /** Its fields, a `-` before those that descend; unique in its table. */
  readonly name: string;
  readonly kind: IndexKind;
  readonly fields: readonly string[];
  /** Which fields descend; as many as there are fields. */
  readonly descending: readonly boolean[];
}

/** The name of the index of words. */
export const WORDS = 'words';

/** What a table declares, in one form. */
export function indexDefinitions(
  declared: readonly IndexDeclaration<string>[],
  searched: readonly string[],
): readonly IndexDefinition[] {
  const definitions = declared.map((declaration) =>
    isExact(declaration) ? definitionOf(declaration) : definitionOf({ fields: declaration }),
  );
  if (searched.length === 0) return definitions;
  const descending = searched.map(() => false);
  return [...definitions, { name: WORDS, kind: 'words', fields: searched, descending }];
}

function definitionOf({ fields, descending = [], kind = 'ordered' }: ExactIndex<string>): IndexDefinition {
  const directions = fields.map((field) => descending.includes(field));
  const parts = fields.map((field, at) => (directions[at] === true ? `-${field}` : field));
  const name = kind === 'hash' ? `#${parts.join(',')}` : parts.join(',');
  return { name, kind, fields, descending: directions };
}

function isExact(declaration: IndexDeclaration<string>): declaration is ExactIndex<string> {
  return 'fields' in declaration;
}
