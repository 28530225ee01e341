import { LoroDoc } from 'loro-crdt';
import { type as otText } from 'ot-text-unicode';
import * as Y from 'yjs';
import type { TextContender } from './contender.ts';

/** A `Y.Text` in a `Y.Doc`; each edit is a transaction. */
const yjs: TextContender = {
  impl: 'yjs',
  run(edits) {
    const document = new Y.Doc();
    const text = document.getText('text');
    for (const { position, deleteCount, insert } of edits) {
      document.transact(() => {
        if (deleteCount > 0) text.delete(position, deleteCount);
        if (insert !== '') text.insert(position, insert);
      });
    }
    return () => text.toString();
  },
};

/** A Loro text; each edit is committed. */
const loro: TextContender = {
  impl: 'loro-crdt',
  run(edits) {
    const document = new LoroDoc();
    const text = document.getText('text');
    for (const { position, deleteCount, insert } of edits) {
      if (deleteCount > 0) text.delete(position, deleteCount);
      if (insert !== '') text.insert(position, insert);
      document.commit();
    }
    return () => text.toString();
  },
};

/** A Loro text; all edits in one commit. */
const loroSingleCommit: TextContender = {
  impl: 'loro-crdt-single-commit',
  run(edits) {
    const document = new LoroDoc();
    const text = document.getText('text');
    for (const { position, deleteCount, insert } of edits) {
      if (deleteCount > 0) text.delete(position, deleteCount);
      if (insert !== '') text.insert(position, insert);
    }
    document.commit();
    return () => text.toString();
  },
};

/** The text type that ShareDB users take: each edit is an operation, applied to an immutable string. */
const otTextUnicode: TextContender = {
  impl: 'ot-text-unicode',
  slow: true,
  run(edits) {
    let text = otText.create();
    for (const { point, deletePoints, insert } of edits) {
      const operation: (number | string | { d: number })[] = [];
      if (point > 0) operation.push(point);
      if (insert !== '') operation.push(insert);
      if (deletePoints > 0) operation.push({ d: deletePoints });
      text = otText.apply(text, operation);
    }
    return () => text;
  },
};

/** No operations at all: the string of the language, cut and joined. */
const nativeString: TextContender = {
  impl: 'native-string',
  run(edits) {
    let text = '';
    for (const { position, deleteCount, insert } of edits) {
      text = text.slice(0, position) + insert + text.slice(position + deleteCount);
    }
    return () => text;
  },
};

export const textPeers: readonly TextContender[] = [yjs, loro, loroSingleCommit, nativeString, otTextUnicode];
