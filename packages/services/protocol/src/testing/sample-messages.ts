import type { ClientMessage } from '../client-message.ts';
import type { ServerMessage } from '../server-message.ts';

const selection = { table: 'notes', id: 'n1', field: 'body', incarnation: 'c1:1', anchor: 3, head: 7 };
const state = { name: 'Anna', color: 3, selection, data: { tool: 'pen' } };
const peer = { connection: 'k1', client: 'c1', user: 'anna', version: 5, sequence: 2, state };

/** One message of every kind with every member: what the wire looks like. */
export const sampleClientMessages: readonly ClientMessage[] = [
  { kind: 'hello', protocol: 2, token: 'a.b.c', client: 'c1' },
  { kind: 'open', document: 'board/1', since: 5 },
  { kind: 'leave', document: 'board/1' },
  {
    kind: 'submit',
    document: 'board/1',
    base: 5,
    first: 2,
    schemaVersion: 1,
    operations: [
      {
        name: 'addNote',
        group: 'g1',
        seen: 3,
        edits: [
          {
            kind: 'insert',
            table: 'notes',
            id: 'n1',
            fields: { title: 'T', body: 'x', old: { incarnation: 'c1:1', text: 'o' } },
            place: { parent: null, position: 'V' },
          },
          { kind: 'delete', table: 'notes', id: 'n2' },
          { kind: 'move', table: 'notes', id: 'n1', place: { parent: 'n3', position: 'G' } },
          {
            kind: 'modify',
            table: 'notes',
            id: 'n1',
            changes: {
              title: { kind: 'set', value: 'U' },
              body: { kind: 'text', incarnation: 'c1:1', delta: [1, 'y', -2] },
              votes: { kind: 'add', amount: -3 },
              tags: { kind: 'members', include: ['a'], exclude: ['b'] },
              meta: { kind: 'patch', patches: [{ path: ['a', 'b'], value: null }, { path: ['c'] }] },
            },
          },
        ],
      },
    ],
  },
  { kind: 'presence', document: 'board/1', version: 5, sequence: 2, state },
  { kind: 'presence', document: 'board/1', version: 5, sequence: 2, state: null },
  { kind: 'ping', nonce: 7 },
];

/** The same for what the server says. */
export const sampleServerMessages: readonly ServerMessage[] = [
  {
    kind: 'welcome',
    protocol: 2,
    user: 'anna',
    connection: 'k1',
    limits: {
      maxFrameBytes: 1_048_576,
      maxDepth: 64,
      maxEditsPerOperation: 5_000,
      maxOperationsPerSubmission: 1_000,
      maxIdBytes: 128,
    },
  },
  {
    kind: 'snapshot-part',
    document: 'board/1',
    version: 4,
    part: 0,
    parts: 1,
    rows: [
      [
        'notes',
        'n1',
        {
          fields: { title: 'T', body: { incarnation: 'c1:1', text: 'x' } },
          place: { parent: null, position: 'V' },
        },
      ],
      ['users', 'u1', { fields: { name: 'Anna' } }],
    ],
  },
  {
    kind: 'opened',
    document: 'board/1',
    role: 'writer',
    schemaVersion: 1,
    from: 4,
    to: 5,
    entries: [{ kind: 'schema', version: 5, schemaVersion: 1 }],
    lastSequence: 1,
    peers: [peer],
  },
  {
    kind: 'deliver',
    document: 'board/1',
    from: 5,
    to: 7,
    entries: [
      {
        kind: 'operation',
        version: 6,
        client: 'c1',
        sequence: 2,
        author: 'anna',
        timeMs: 1_700_000_000_000,
        seen: 3,
        effect: [
          { kind: 'insert', table: 'users', id: 'u2', row: { fields: { name: 'Ben' } } },
          { kind: 'delete', table: 'users', id: 'u1', row: { fields: { name: 'Anna' } } },
          {
            kind: 'modify',
            table: 'notes',
            id: 'n1',
            fields: {
              title: { kind: 'set', before: 'T', after: 'U' },
              body: { kind: 'text', incarnation: 'c1:1', delta: [1, 'y', -1], removed: 'z' },
              votes: { kind: 'add', amount: 2 },
              tags: { kind: 'members', included: ['a'], excluded: ['b'] },
              meta: { kind: 'patch', patches: [{ path: ['a'], before: 1, after: 2 }] },
            },
            place: { before: { parent: null, position: 'V' }, after: { parent: 'n3', position: 'G' } },
          },
        ],
        conflicts: [
          { kind: 'cycle', table: 'notes', id: 'n1', lost: { parent: 'n4', position: 'G' } },
          { kind: 'unique-taken', table: 'notes', id: 'n1', field: 'title', lost: 'W' },
        ],
      },
      {
        kind: 'refusal',
        version: 7,
        client: 'c1',
        sequence: 3,
        author: 'anna',
        timeMs: 1_700_000_000_000,
        code: 'server/read-only',
        message: 'You may read this document but not change it.',
      },
    ],
  },
  { kind: 'held', document: 'board/1', first: 4 },
  { kind: 'peers', document: 'board/1', changed: [peer], gone: ['k2'] },
  { kind: 'error', code: 'server/forbidden', message: 'No.', document: 'board/1', details: { at: 'open' } },
  { kind: 'error', code: 'auth/missing', message: 'No token.' },
  { kind: 'pong', nonce: 7 },
];
