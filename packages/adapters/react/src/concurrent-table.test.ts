import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { QUESTIONS } from './testing/concurrent/checks.ts';
import { EXPECTED } from './testing/concurrent/expected.ts';

const page = readFileSync(new URL('../../../../docs/react.md', import.meta.url), 'utf8');

test('docs/react.md shows the table of concurrent rendering as it is tested', () => {
  const said = (outcome: boolean | undefined) => (outcome ? 'yes' : 'no');
  const subjects = Object.entries(EXPECTED);
  const rows = [
    `| | | ${subjects.map(([name]) => name).join(' | ')} |`,
    `|---|---|${'---|'.repeat(subjects.length)}`,
  ];
  for (const [at, question] of Object.entries(QUESTIONS)) {
    const outcomes = subjects.map(([, outcome]) =>
      said(Object.entries(outcome).find(([key]) => key === at)?.[1]),
    );
    rows.push(`| ${at} | ${question} | ${outcomes.join(' | ')} |`);
  }
  expect(page).toContain(rows.join('\n'));
});
