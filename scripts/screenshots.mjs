// Finds or installs a browser, then takes the showcase's pictures with it.
//
// Usage: npm run screenshots [-- part of a picture's name…]      STATEHOUSE_BROWSER=<path>
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findOrInstallBrowser, missingBrowserLine } from './browser.mjs';

const browser = findOrInstallBrowser(console.log);
if (browser.kind !== 'found') {
  console.error(missingBrowserLine());
  process.exit(1);
}
const take = fileURLToPath(new URL('../tests/screenshots/take.ts', import.meta.url));
const child = spawn(process.execPath, ['--conditions=statehouse-source', take, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, STATEHOUSE_BROWSER_PATH: browser.path },
});
child.on('exit', (code) => process.exit(code ?? 1));
