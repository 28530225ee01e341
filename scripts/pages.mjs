// Keeps the pages that repeat what stands elsewhere: the README and the guides show the example programs as they are, between
//   <!-- example examples/counter.ts, at most 15 lines -->  …  <!-- /example -->
// and docs/decisions/README.md lists every record below <!-- records -->.
//
// Usage: node scripts/pages.mjs [--update]
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
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
    return `<!-- example ${path}, at most ${limit} lines -->\n\`\`\`${extname(path).slice(1)}\n${code}\n\`\`\`\n<!-- /example -->`;
  });
  return { text, problems };
}

/**
 * The page with a line for each record after its marker, by number; a record's title is its first heading.
 *
 * @param {string} page
 * @param {{ name: string, text: string }[]} records
 */
export function withRecords(page, records) {
  const lines = records
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, text }) => `- [${/^# (.*)$/m.exec(text)?.[1] ?? name}](${name})`);
  return page.replace(/<!-- records -->[\s\S]*$/, () => `<!-- records -->\n${lines.join('\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const shown = [
    'README.md',
    'docs/react.md',
    'docs/redux.md',
    'docs/queries.md',
    'docs/receive.md',
    'docs/derive.md',
    'docs/rxjs.md',
    'docs/zustand.md',
  ].map((path) => ({
    path,
    ...withExamples(read(path), read),
  }));
  const problems = shown.flatMap((page) => page.problems);
  const records = globSync('docs/decisions/[0-9]*.md', { cwd: root }).map((path) => ({
    name: basename(path),
    text: read(path),
  }));
  const pages = {
    ...Object.fromEntries(shown.map(({ path, text }) => [path, text])),
    'docs/decisions/README.md': withRecords(read('docs/decisions/README.md'), records),
  };
  for (const [path, now] of Object.entries(pages)) {
    if (now === read(path)) continue;
    if (process.argv.includes('--update')) writeFileSync(join(root, path), now);
    else problems.push(`${path} does not show what stands elsewhere: npm run accept`);
  }
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) console.log('pages: the examples and the decisions are shown as they are');
  process.exit(problems.length === 0 ? 0 : 1);
}
