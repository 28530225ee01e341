/**
 * Whether a page of this origin may open a socket here. Without an origin it is no browser, and its token decides. A
 * browser's page must be one that the operator named, or come from the host that it calls.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether a server bound to this host can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.toLowerCase());
}
