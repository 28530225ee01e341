/** Where windows and the worker of one user of the house keep what waits. */
export function databaseOf(user: string): string {
  return `statehouse/office/${user}`;
}

/** A scope in which no page lies, so that the worker controls none; it says whose worker it is. */
export function scopeOf(user: string): string {
  return `/office-worker/${encodeURIComponent(user)}`;
}

export function userOfScope(scope: string): string {
  return decodeURIComponent(new URL(scope).pathname.split('/').at(-1) ?? '');
}
