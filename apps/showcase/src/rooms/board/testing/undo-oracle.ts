import type { UndoResult } from '@statehouse/db';
import type { Effect } from '@statehouse/ot';
import {
  type DocumentRow,
  type DocumentRows,
  PLACE,
  referrersOf,
  rowKey,
  sameRow,
  sameValue,
  targetOf,
  textOf,
} from './document-rows.ts';
import { changesBetween, type FieldChange, type Step, type TextChange } from './undo-steps.ts';

/** What a person sees: the rows, before and after one thing that happened. */
export interface Seen {
  readonly before: DocumentRows;
  readonly after: DocumentRows;
}

/**
 * Says what an undo or redo of one person has to come to, from nothing but what that person saw: their own steps, and
 * what others did to the rows meanwhile.
 *
 * The law, field by field: what is as the step left it is again as it was before; what is not stays, and the result
 * says so. What the step made goes, unless others have changed it or use it: then it stays, and the result says so.
 * Of texts, the step's letters go and those that it took come back. Nothing else changes anywhere.
 *
 * Where two people delete the same letters at once and one of them brings them back, nobody can say whose they are:
 * such texts are not judged further.
 */
export class UndoOracle {
  readonly #steps: { readonly undo: Step[]; readonly redo: Step[] } = { undo: [], redo: [] };
  /** When others last changed a row. */
  readonly #touched = new Map<string, number>();
  /** Rows that this person made, and nobody else has changed, with when. */
  readonly #mine = new Map<string, number>();
  readonly #doubtful = new Set<string>();
  #tick = 0;

  get depth(): { readonly undo: number; readonly redo: number } {
    return { undo: this.#steps.undo.length, redo: this.#steps.redo.length };
  }

  /** Somebody else's doing, or the log's. */
  others(seen: Seen, effect: Effect): void {
    this.#tick += 1;
    for (const { table, id } of effect) {
      this.#touched.set(rowKey(table, id), this.#tick);
      this.#mine.delete(rowKey(table, id));
    }
    for (const step of this.#held) this.#disown(step, effect);
    for (const { table, id } of effect) this.#doubt(rowKey(table, id), seen);
  }

  /** This person's own step. */
  did(seen: Seen): void {
    this.#tick += 1;
    const changes = changesBetween(seen.before, seen.after);
    if (changes.size === 0) return;
    this.#steps.undo.push({ changes, tick: this.#tick });
    this.#steps.redo.length = 0;
    for (const [key, change] of changes) if (change.kind === 'made') this.#mine.set(key, this.#tick);
  }

  /** Judges an undo or redo; the sentences say what is wrong with it. */
  turned(direction: 'undo' | 'redo', seen: Seen, result: UndoResult): readonly string[] {
    this.#tick += 1;
    const step = this.#steps[direction].pop();
    const changes = changesBetween(seen.before, seen.after);
    if (changes.size > 0)
      this.#steps[direction === 'undo' ? 'redo' : 'undo'].push({ changes, tick: this.#tick });
    return new Judgement(seen, result, step ?? { changes: new Map(), tick: 0 }, this).faults();
  }

  /** Whether it cannot be said any more whose letters stand in a text. */
  isDoubtful(key: string, field: string): boolean {
    return this.#doubtful.has(`${key} ${field}`);
  }

  touchedSince(key: string, tick: number): boolean {
    return (this.#touched.get(key) ?? -1) > tick;
  }

  /** Made by this person after that moment, and touched by nobody else. */
  isMineSince(key: string, tick: number): boolean {
    return (this.#mine.get(key) ?? -1) > tick;
  }

  get #held(): readonly Step[] {
    return [...this.#steps.undo, ...this.#steps.redo];
  }

  /** Others have brought letters back that a step had deleted, or that are there twice by now. */
  #doubt(key: string, { before, after }: Seen): void {
    for (const [field, value] of after.get(key)?.fields ?? []) {
      const [was, is] = [textOf(before.get(key)?.fields.get(field)), textOf(value)];
      if (is === undefined) continue;
      const isBack = this.#held.some(({ changes }) => {
        const change = changes.get(key);
        const removed = change?.kind === 'changed' ? (change.texts.get(field)?.removed ?? []) : [];
        return removed.some((letter) => is.text.includes(letter) && was?.text.includes(letter) !== true);
      });
      if (isBack || new Set(is.text).size < is.text.length) this.#doubtful.add(`${key} ${field}`);
    }
  }

  /**
   * Letters that others delete are no longer one's own, even if they bring them back in the same breath; nor, perhaps,
   * those of a row that others took away.
   */
  #disown(step: Step, effect: Effect): void {
    for (const item of effect) {
      const change = step.changes.get(rowKey(item.table, item.id));
      if (change?.kind !== 'changed') continue;
      for (const [field, text] of change.texts) {
        if (item.kind !== 'modify') text.loose = true;
        const edit = item.kind === 'modify' ? item.fields[field] : undefined;
        if (edit?.kind === 'text') for (const letter of edit.removed) text.added.delete(letter);
      }
    }
  }
}

/** One undo or redo, judged. */
class Judgement {
  readonly #seen: Seen;
  readonly #result: UndoResult;
  readonly #step: Step;
  readonly #oracle: UndoOracle;
  readonly #faults: string[] = [];
  /** Rows and fields that were allowed to change: `key` or `key field`. */
  readonly #free = new Set<string>();

  constructor(seen: Seen, result: UndoResult, step: Step, oracle: UndoOracle) {
    this.#seen = seen;
    this.#result = result;
    this.#step = step;
    this.#oracle = oracle;
  }

  faults(): readonly string[] {
    for (const [key, change] of this.#step.changes) {
      if (change.kind === 'made') this.#made(key);
      else if (change.kind === 'gone') this.#gone(key, change.row);
      else this.#changed(key, change.fields, change.texts);
    }
    this.#nothingElse();
    this.#saysWhatItDid();
    return this.#faults;
  }

  #made(key: string): void {
    const { before, after } = this.#seen;
    this.#free.add(key);
    if (!before.has(key)) this.#mustSkip(key, 'what the step made was gone already');
    else if (!after.has(key)) {
      if (this.#oracle.touchedSince(key, this.#step.tick))
        this.#fault(`took away ${key}, which others changed`);
    } else {
      if (!sameRow(before.get(key), after.get(key))) this.#fault(`${key} stays, but not as it was`);
      this.#mustSkip(key, 'what the step made stays');
      const isUsed = referrersOf(after, key).some((other) => !this.#isOfStep(other));
      if (!isUsed && !this.#oracle.touchedSince(key, this.#step.tick))
        this.#fault(`${key} stays for no reason`);
    }
  }

  #isOfStep(key: string): boolean {
    return this.#step.changes.get(key)?.kind === 'made' && !this.#oracle.touchedSince(key, this.#step.tick);
  }

  #gone(key: string, row: DocumentRow): void {
    const { before, after } = this.#seen;
    if (before.has(key)) {
      this.#mustSkip(key, 'what the step deleted is back already');
      return;
    }
    this.#free.add(key);
    if (sameRow(row, after.get(key))) return;
    const isHomeless = [...row.fields.keys()].some((field) => this.#isMissing(targetOf(row, field)));
    if (!isHomeless) this.#fault(`${key} did not come back as it was`);
    this.#mustSkip(key, 'what the step deleted did not come back as it was');
  }

  #isMissing(target: string | undefined): boolean {
    return target !== undefined && !this.#seen.after.has(target);
  }

  #changed(
    key: string,
    fields: ReadonlyMap<string, FieldChange>,
    texts: ReadonlyMap<string, TextChange>,
  ): void {
    const { before, after } = this.#seen;
    const [held, now] = [before.get(key), after.get(key)];
    if (held === undefined) {
      this.#mustSkip(key, 'what the step changed is gone');
      return;
    }
    if (now === undefined) {
      this.#fault(`${key} was deleted by taking back a change of it`);
      return;
    }
    for (const [field, change] of fields) this.#field(key, field, change, held, now);
    for (const [field, change] of texts) this.#text(key, field, change, held, now);
  }

  #field(key: string, field: string, change: FieldChange, held: DocumentRow, now: DocumentRow): void {
    this.#free.add(`${key} ${field}`);
    const [was, is] = [held.fields.get(field), now.fields.get(field)];
    const isAsLeft = sameValue(was, change.after);
    if (isAsLeft && sameValue(is, change.before)) return;
    if (!sameValue(was, is)) {
      this.#fault(`${key} ${field} became ${JSON.stringify(is)}, not ${JSON.stringify(change.before)}`);
      return;
    }
    this.#mustSkip(key, `${field} was left alone`, field);
    if (isAsLeft && !this.#cannotReturn(key, field, change.row))
      this.#fault(`${key} ${field} was as the step left it, and yet left alone`);
  }

  /** What the field referred to before the step is gone, or lies in the row itself by now. */
  #cannotReturn(key: string, field: string, row: DocumentRow): boolean {
    const target = targetOf(row, field);
    if (target === undefined) return false;
    return (
      this.#isMissing(target) || (field === PLACE && referrersOf(this.#seen.after, key).includes(target))
    );
  }

  #text(key: string, field: string, change: TextChange, held: DocumentRow, now: DocumentRow): void {
    this.#free.add(`${key} ${field}`);
    if (this.#oracle.isDoubtful(key, field)) return;
    const [was, is] = [textOf(held.fields.get(field)), textOf(now.fields.get(field))];
    if (was === undefined || is === undefined) {
      this.#fault(`${key} ${field} is no text`);
      return;
    }
    const isSame = was.incarnation === change.incarnation;
    const survivors = [...was.text].filter((letter) => !isSame || !change.added.has(letter));
    const back = isSame ? change.removed.filter((letter) => !was.text.includes(letter)) : [];
    const isIdle = back.length === 0 && survivors.length === was.text.length;
    if (was.text === is.text && (isIdle || change.loose)) {
      this.#mustSkip(key, `the words of ${field} were left alone`, field);
      return;
    }
    const letters = [...is.text];
    const isRight =
      letters.length === survivors.length + back.length &&
      sameValue(
        letters.filter((letter) => survivors.includes(letter)),
        survivors,
      ) &&
      sameValue(
        letters.filter((letter) => back.includes(letter)),
        back,
      );
    if (!isRight)
      this.#fault(
        `${key} ${field} went from “${was.text}” to “${is.text}”; it keeps “${survivors.join('')}”, and “${back.join('')}” comes back`,
      );
  }

  /** Every other row and field is as it was; what this person made later may go along with what held it. */
  #nothingElse(): void {
    const { before, after } = this.#seen;
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      if (this.#free.has(key)) continue;
      const [held, now] = [before.get(key), after.get(key)];
      if (held === undefined) this.#fault(`${key} came out of nothing`);
      else if (now === undefined) {
        const wentAlong =
          this.#oracle.isMineSince(key, this.#step.tick) &&
          referrersOf(before, key).every((other) => !after.has(other));
        if (!wentAlong) this.#fault(`${key} was deleted along with something`);
      } else this.#sameBut(key, held, now);
    }
  }

  #sameBut(key: string, held: DocumentRow, now: DocumentRow): void {
    for (const [field, value] of held.fields) {
      if (this.#free.has(`${key} ${field}`) || sameValue(value, now.fields.get(field))) continue;
      const target = targetOf(held, field);
      const wasLetGo = this.#oracle.isMineSince(key, this.#step.tick) && this.#isMissing(target);
      if (!wasLetGo) this.#fault(`${key} ${field} is not the step's, and became another`);
    }
  }

  #saysWhatItDid(): void {
    const { kind, skipped } = this.#result;
    const hasChanged = changesBetween(this.#seen.before, this.#seen.after).size > 0;
    const told = !hasChanged ? 'nothing' : skipped.length > 0 ? 'partly' : 'undone';
    if (kind !== told) this.#fault(`says ${kind}, and it is ${told}`);
    if (!hasChanged && this.#step.changes.size > 0 && skipped.length === 0)
      this.#fault('did nothing, and does not say why');
    for (const { table, id } of skipped)
      if (!this.#step.changes.has(rowKey(table, id)))
        this.#fault(`names ${table}/${id}, which is not the step's`);
  }

  #mustSkip(key: string, why: string, field?: string): void {
    const isSaid = this.#result.skipped.some(
      (skip) =>
        rowKey(skip.table, skip.id) === key &&
        (field === undefined || skip.field === undefined || namesOf(field).includes(skip.field)),
    );
    if (!isSaid) this.#fault(`does not say of ${key} that ${why}`);
  }

  #fault(sentence: string): void {
    this.#faults.push(sentence);
  }
}

/** What a rule of the document forbids of a place is told of the parent. */
function namesOf(field: string): readonly string[] {
  return field === PLACE ? [PLACE, 'parent'] : [field];
}
