import type { Schema } from '@statehouse/db';
import type { DocumentEffect } from './document-effect.ts';

/** What the shell has to do, gathered until a step ends. One flush is asked for until it comes. */
export class EffectOutbox<S extends Schema> {
  #effects: DocumentEffect<S>[] = [];
  #flushAsked = false;

  push(...effects: readonly DocumentEffect<S>[]): void {
    for (const effect of effects) this.#effects.push(effect);
  }

  askFlush(): void {
    if (this.#flushAsked) return;
    this.#flushAsked = true;
    this.push({ kind: 'flush-soon' });
  }

  flushed(): void {
    this.#flushAsked = false;
  }

  /** Everything since the last call. */
  take(): readonly DocumentEffect<S>[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
