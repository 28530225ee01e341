import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Where the tests find a real browser. `STATEHOUSE_BROWSER` is a path to a Chromium, or `none`, which skips the tests
 * that need one.
 *
 * @typedef {{ kind: 'found', path: string } | { kind: 'declined' } | { kind: 'missing' }} Browser
 */

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const usualPlaces = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ]),
};

/**
 * Looks for a Chromium without installing anything: the environment's, the machine's, then Playwright's.
 *
 * @returns {Browser}
 */
export function findBrowser(environment = process.env) {
  const wanted = environment.STATEHOUSE_BROWSER;
  if (wanted === 'none') return { kind: 'declined' };
  if (wanted) return isExecutable(wanted) ? { kind: 'found', path: wanted } : { kind: 'missing' };
  const given = environment.STATEHOUSE_BROWSER_PATH;
  const onPath = (environment.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const places = [given, ...onPath, ...(usualPlaces[process.platform] ?? []), chromium.executablePath()];
  const path = places.find((place) => place && isExecutable(place));
  return path === undefined ? { kind: 'missing' } : { kind: 'found', path };
}

/**
 * Finds a browser, or installs one: Playwright's own, and where its download does not work, Debian's.
 *
 * @param {(line: string) => void} say
 * @returns {Browser}
 */
export function findOrInstallBrowser(say, environment = process.env) {
  const found = findBrowser(environment);
  if (found.kind !== 'missing' || environment.STATEHOUSE_BROWSER) return found;
  for (const install of [installFromPlaywright, installFromDebian]) {
    install(say);
    const after = findBrowser(environment);
    if (after.kind === 'found' && canStart(after.path)) return after;
  }
  return { kind: 'missing' };
}

/** The one line that tells a person how to get a browser. */
export function missingBrowserLine(environment = process.env) {
  if (environment.STATEHOUSE_BROWSER) {
    return `STATEHOUSE_BROWSER names ${environment.STATEHOUSE_BROWSER}, which is not there or cannot be run; give a Chromium's path, or \`none\` to skip the browser tests.`;
  }
  const command = existsSync('/usr/bin/apt-get')
    ? `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install -y --no-install-recommends chromium`
    : 'npx playwright install chromium';
  return `The tests need a browser and none was found: ${command}   (or skip them with STATEHOUSE_BROWSER=none)`;
}

/** Flags for a quiet, clean Chromium; as root it has to run without its sandbox. */
export function chromiumArguments() {
  const isRoot = process.getuid?.() === 0;
  return [
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

function installFromPlaywright(say) {
  say('No browser found; trying Playwright’s…');
  const cli = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url));
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
}

function installFromDebian(say) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('Installing Debian’s Chromium…');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env: environment });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
      env: environment,
    });
  } catch {
    // The caller looks again and says what is missing.
  }
}

/** Whether a browser that was just installed has the libraries that it needs; only Linux ships it without. */
function canStart(path) {
  return process.platform !== 'linux' || spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
