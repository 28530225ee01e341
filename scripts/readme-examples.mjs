// Copies the example programs into README.md, between their markers, or checks that they are there as they are:
//   <!-- example examples/counter.ts, at most 15 lines -->  …  <!-- /example -->
//
// Usage: node scripts/readme-examples.mjs [--update]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const marked = /<!-- example (\S+), at most (\d+) lines -->\n[\s\S]*?<!-- \/example -->/g;

/**
 * The page with each example's present text, and what is wrong with the examples themselves.
 *
 * @param {string} page
 * @param {(path: string) => string} readExample
 */
export function withExamples(page, readExample) {
  const problems = [];
  const text = page.replaceAll(marked, (_whole, path, limit) => {
    const code = readExample(path).trim();
    const lines = code.split('\n').length;
    if (lines > Number(limit))
      problems.push(`${path} has ${lines} lines; the README promises at most ${limit}`);
    return `<!-- example ${path}, at most ${limit} lines -->\n\`\`\`ts\n${code}\n\`\`\`\n<!-- /example -->`;
  });
  return { text, problems };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const readme = join(root, 'README.md');
  const before = readFileSync(readme, 'utf8');
  const { text, problems } = withExamples(before, (path) => readFileSync(join(root, path), 'utf8'));
  if (process.argv.includes('--update')) writeFileSync(readme, text);
  else if (text !== before)
    problems.push('README.md shows examples as they were: npm run readme -- --update');
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) console.log('readme: the examples are shown as they are');
  process.exit(problems.length === 0 ? 0 : 1);
}
