import type { Operation } from '@statehouse/ot';
import type { DeliveredEntry } from '@statehouse/protocol';
import type { DocumentConflict, RefusedOperation } from './document-status.ts';

/** Own work that came to nothing, in whole or in part: kept until a person has dealt with it. */
export class Setbacks {
  #refused: readonly RefusedOperation[] = [];
  #conflicts: readonly DocumentConflict[] = [];

  get refused(): readonly RefusedOperation[] {
    return this.#refused;
  }

  get conflicts(): readonly DocumentConflict[] {
    return this.#conflicts;
  }

  noteRefusal(
    { sequence, code, message, timeMs }: Omit<RefusedOperation, 'operation'>,
    operation: Operation,
  ): void {
    this.#refused = [...this.#refused, { sequence, code, message, operation, timeMs }];
  }

  noteConflicts({ version, timeMs, conflicts }: DeliveredEntry & { kind: 'operation' }): void {
    if (conflicts.length === 0) return;
    const noted = conflicts.map((conflict, index) => ({
      key: `${version}/${index}`,
      version,
      timeMs,
      conflict,
    }));
    this.#conflicts = [...this.#conflicts, ...noted];
  }

  dismissConflict(key: string): void {
    this.#conflicts = this.#conflicts.filter((one) => one.key !== key);
  }

  dismissRefused(sequence: number): void {
    this.#refused = this.#refused.filter((one) => one.sequence !== sequence);
  }
}
