import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBrowser, missingBrowserLine } from './browser.mjs';

function folderWith(name, mode) {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), '#!/bin/sh\n');
  chmodSync(join(folder, name), mode);
  return folder;
}

test('`none` declines a browser, even where there is one', () => {
  const PATH = folderWith('chromium', 0o755);
  expect(findBrowser({ STATEHOUSE_BROWSER: 'none', PATH })).toEqual({ kind: 'declined' });
});

test('a named browser is taken when it can be run, and nothing else in its place when it cannot', () => {
  const path = join(folderWith('my-browser', 0o755), 'my-browser');
  expect(findBrowser({ STATEHOUSE_BROWSER: path })).toEqual({ kind: 'found', path });
  const environment = { STATEHOUSE_BROWSER: join(folderWith('broken', 0o644), 'broken') };
  expect(findBrowser(environment)).toEqual({ kind: 'missing' });
  expect(missingBrowserLine(environment)).toContain(environment.STATEHOUSE_BROWSER);
});

test('a browser on the path is found before the usual places', () => {
  const folder = folderWith('chromium', 0o755);
  expect(findBrowser({ PATH: `/nowhere:${folder}` })).toEqual({
    kind: 'found',
    path: join(folder, 'chromium'),
  });
});
