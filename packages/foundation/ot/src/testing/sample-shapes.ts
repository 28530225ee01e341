import type { TableShape } from '../document-state.ts';

/** Two tables with every kind of field, reference, order and key that the algebra tells apart. */
export const sampleShapes: readonly TableShape[] = [
  {
    name: 'boards',
    fieldKinds: { name: 'value' },
    defaults: { name: '' },
    references: [],
    uniques: [],
    order: 'none',
    parentRule: 'cascade',
  },
  {
    name: 'notes',
    fieldKinds: {
      board: 'ref',
      link: 'ref',
      guard: 'ref',
      related: 'refs',
      slug: 'value',
      title: 'value',
      meta: 'json',
      votes: 'counter',
      tags: 'set',
      body: 'text',
    },
    defaults: {
      board: null,
      link: null,
      guard: null,
      related: [],
      slug: null,
      title: '',
      meta: null,
      votes: 0,
      tags: [],
    },
    references: [
      { field: 'board', target: 'boards', onDelete: 'cascade', nullable: false, many: false },
      { field: 'link', target: 'notes', onDelete: 'nullify', nullable: true, many: false },
      { field: 'guard', target: 'notes', onDelete: 'restrict', nullable: true, many: false },
      { field: 'related', target: 'notes', onDelete: 'nullify', nullable: true, many: true },
    ],
    uniques: [{ name: 'slug', fields: ['slug'] }],
    order: 'tree',
    parentRule: 'cascade',
  },
];
