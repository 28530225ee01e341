import { type Browser, chromium } from 'playwright-core';

/** Undefined when the person asked for no browser; then the tests that need one are skipped. */
export const browserPath: string | undefined =
  process.env.STATEHOUSE_BROWSER === 'none'
    ? undefined
    : process.env.STATEHOUSE_BROWSER_PATH || '/usr/bin/chromium';

const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Starts the browser that the environment names. */
export function launchBrowser(path: string): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...QUIET] : QUIET;
  return chromium.launch({ executablePath: path, args });
}
