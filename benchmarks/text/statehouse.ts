import { defineSchema, emptySnapshot, table, text } from '@statehouse/db';
import { apply, type Effect, incarnationOf, type Operation, TextValue } from '@statehouse/ot';
import type { TextContender } from './contender.ts';

const schema = defineSchema({ version: 1, tables: { texts: table({ content: text() }) } });
const CLIENT = 'bench';
const ID = 'text';

/**
 * A text field in a document: each edit is built as an operation and applied, which answers the next immutable
 * snapshot and the effect. No hashing, no encoding.
 */
export const statehouse: TextContender = {
  impl: 'statehouse',
  run(edits) {
    const origin = { client: CLIENT, sequence: 1 };
    const insertion: Operation = { edits: [{ kind: 'insert', table: 'texts', id: ID, fields: {} }] };
    let snapshot = apply(emptySnapshot(schema), insertion, origin).state;
    const incarnation = incarnationOf(origin);
    let effect: Effect = [];
    for (let index = 0; index < edits.length; index += 1) {
      const edit = edits[index];
      if (edit === undefined) break;
      const { position, deleteCount, insert } = edit;
      const delta: (number | string)[] = [];
      if (position > 0) delta.push(position);
      if (insert !== '') delta.push(insert);
      if (deleteCount > 0) delta.push(-deleteCount);
      const operation: Operation = {
        edits: [
          {
            kind: 'modify',
            table: 'texts',
            id: ID,
            changes: { content: { kind: 'text', incarnation, delta } },
          },
        ],
      };
      const applied = apply(snapshot, operation, { client: CLIENT, sequence: index + 2 });
      snapshot = applied.state;
      effect = applied.effect;
    }
    if (edits.length > 0 && effect.length === 0) throw new Error('the last edit had no effect');
    return () => {
      const content = snapshot.get('texts', ID)?.content;
      return content instanceof TextValue ? content.toString() : '';
    };
  },
};
