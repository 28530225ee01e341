import { expect, test } from 'vitest';
import { withExamples } from './readme-examples.mjs';

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
