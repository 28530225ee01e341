import { expect, test } from 'vitest';
import { withExamples, withRecords } from './pages.mjs';

const page = 'a\n<!-- example x.ts, at most 2 lines -->\nold\n<!-- /example -->\nb\n';

test('an example is shown between its markers, and showing it again changes nothing', () => {
  const once = withExamples(page, () => 'one();\ntwo();\n');
  expect(once).toEqual({
    text: 'a\n<!-- example x.ts, at most 2 lines -->\n```ts\none();\ntwo();\n```\n<!-- /example -->\nb\n',
    problems: [],
  });
  expect(withExamples(once.text, () => 'one();\ntwo();\n').text).toBe(once.text);
});

test('an example that is longer than promised is reported', () => {
  expect(withExamples(page, () => '1\n2\n3').problems).toEqual([
    'x.ts has 3 lines; the README promises at most 2',
  ]);
});

test('decisions are listed by number with their titles, once', () => {
  const records = [
    { name: '0002-b.md', text: 'x\n# 2. Second\n' },
    { name: '0001-a.md', text: '# 1. First, for $1\n# 9. Not this' },
  ];
  const once = withRecords('Intro\n\n<!-- records -->\nold\n', records);
  expect(once).toBe('Intro\n\n<!-- records -->\n- [1. First, for $1](0001-a.md)\n- [2. Second](0002-b.md)\n');
  expect(withRecords(once, records)).toBe(once);
});
