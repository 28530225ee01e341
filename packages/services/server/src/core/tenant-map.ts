/** A map whose keys are a tenant and a name inside it. The two are never joined to one key. */
export class TenantMap<Value> {
  readonly #tenants = new Map<string, Map<string, Value>>();

  get(tenant: string, name: string): Value | undefined {
    return this.#tenants.get(tenant)?.get(name);
  }

  set(tenant: string, name: string, value: Value): void {
    let names = this.#tenants.get(tenant);
    if (names === undefined) {
      names = new Map();
      this.#tenants.set(tenant, names);
    }
    names.set(name, value);
  }

  /** Removes the name if it holds this value; a tenant without names is forgotten. */
  delete(tenant: string, name: string, value: Value): void {
    const names = this.#tenants.get(tenant);
    if (names?.get(name) !== value) return;
    names.delete(name);
    if (names.size === 0) this.#tenants.delete(tenant);
  }

  get size(): number {
    let size = 0;
    for (const names of this.#tenants.values()) size += names.size;
    return size;
  }

  /** All values; entries may be deleted on the way. */
  *values(): Iterable<Value> {
    for (const names of this.#tenants.values()) yield* names.values();
  }
}
