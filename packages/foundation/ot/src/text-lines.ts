import type { EntityEffect } from './effect.ts';
import type { Edit, Origin } from './operation.ts';
import type { TextDelta } from './text-delta.ts';
import { standsFirst, transformAppliedText, transformText } from './text-transform.ts';

/** A change of one text that is not in the log yet. `delta` is replaced as it is carried over others. */
export interface OwnText {
  readonly origin: Origin;
  delta: TextDelta;
}

/** A change of one text that an entry made, with the units that it removed. */
export interface RemoteText extends OwnText {
  removed: string;
}

/** All concurrent changes of one text, each side in its order. */
export interface TextLines {
  readonly table: string;
  readonly field: string;
  readonly incarnation: string;
  readonly own: OwnText[];
  readonly remote: RemoteText[];
  /** How many of `own` and of `remote` the walk that reads the results has passed. */
  ownRead: number;
  remoteRead: number;
}

/** Texts by entity, field and incarnation. Looking up an entity whose texts are not in it costs one look into a map. */
export class TextLinesIndex {
  readonly #byId = new Map<string, TextLines[]>();
  /** Whether any text has changes on both sides. */
  meets = false;

  /** Takes in a remote change; texts are known by what is remote, because that side is the shorter one. */
  addRemote(entity: EntityEffect, origin: Origin): void {
    if (entity.kind !== 'modify') return;
    for (const field in entity.fields) {
      const change = entity.fields[field];
      if (change?.kind !== 'text') continue;
      const { incarnation, delta, removed } = change;
      const lines =
        this.find(entity.table, entity.id, field, incarnation) ?? this.#add(entity, field, incarnation);
      lines.remote.push({ origin, delta, removed });
    }
  }

  /** Takes in an own change if its text is changed remotely too. */
  addOwn(edit: Edit, origin: Origin): void {
    if (edit.kind !== 'modify' || !this.#byId.has(edit.id)) return;
    for (const field in edit.changes) {
      const change = edit.changes[field];
      if (change?.kind !== 'text') continue;
      const lines = this.find(edit.table, edit.id, field, change.incarnation);
      if (lines === undefined) continue;
      lines.own.push({ origin, delta: change.delta });
      this.meets = true;
    }
  }

  holds(id: string): boolean {
    return this.#byId.has(id);
  }

  find(table: string, id: string, field: string, incarnation: string): TextLines | undefined {
    const candidates = this.#byId.get(id);
    if (candidates === undefined) return undefined;
    for (const lines of candidates) {
      if (lines.field === field && lines.table === table && lines.incarnation === incarnation) return lines;
    }
    return undefined;
  }

  /** `ownOnly`: nobody asks what becomes of the remote changes after the last own one. */
  carryAcross(ownOnly: boolean): void {
    for (const candidates of this.#byId.values()) for (const lines of candidates) carryAcross(lines, ownOnly);
  }

  #add(entity: EntityEffect, field: string, incarnation: string): TextLines {
    const { table, id } = entity;
    const lines: TextLines = { table, field, incarnation, own: [], remote: [], ownRead: 0, remoteRead: 0 };
    const candidates = this.#byId.get(id);
    if (candidates === undefined) this.#byId.set(id, [lines]);
    else candidates.push(lines);
    return lines;
  }
}

/** The grid: each remote change meets each own one, in order, and both go on transformed. */
function carryAcross(lines: TextLines, ownOnly: boolean): void {
  const last = ownOnly ? lines.own.at(-1) : undefined;
  for (const theirs of lines.remote) {
    for (const ours of lines.own) {
      const delta = transformText(ours.delta, theirs.delta, standsFirst(ours.origin, theirs.origin));
      if (ours !== last) {
        const carried = transformAppliedText(theirs, ours.delta, standsFirst(theirs.origin, ours.origin));
        theirs.delta = carried.delta;
        theirs.removed = carried.removed;
      }
      ours.delta = delta;
    }
  }
}
