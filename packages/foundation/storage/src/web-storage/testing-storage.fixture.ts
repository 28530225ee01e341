import type { WebStorage } from './web-storage-key-value-store.ts';

/** A storage of a browser in memory, with as much room as it is given, that can die before any change. */
export class FixtureStorage implements WebStorage {
  readonly contents = new Map<string, string>();
  /** In UTF-16 code units. */
  room = Number.POSITIVE_INFINITY;
  /** How many changes it still makes. */
  life = Number.POSITIVE_INFINITY;

  get length(): number {
    return this.contents.size;
  }

  key(at: number): string | null {
    return [...this.contents.keys()][at] ?? null;
  }

  getItem(key: string): string | null {
    return this.contents.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#live();
    const others = [...this.contents].filter(([name]) => name !== key);
    const used = others.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    if (used + key.length + value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.contents.set(key, value);
  }

  removeItem(key: string): void {
    this.#live();
    this.contents.delete(key);
  }

  #live(): void {
    if (this.life <= 0) throw new Error('the tab is dead');
    this.life -= 1;
  }
}
