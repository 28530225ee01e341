import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { changedLines } from './changed-lines.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const guide = readFileSync(new URL('../../docs/hub.md', import.meta.url), 'utf8');
const applications = globSync('*/before', { cwd: here }).map((path) => path.split(/[\\/]/)[0] ?? '');

test.for(applications)(
  'putting %s on the hub takes at most five lines, as many as the guide says',
  (name) => {
    const lines = changedLines(name);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(5);
    expect(guide).toMatch(new RegExp(`\\(\\.\\./examples/adopt/${name}\\) \\| ${lines} \\|`));
  },
);
