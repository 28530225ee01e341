// Writes docs/errors.md from the tables given to `defineErrors` in the packages, or checks that it is up to date.
//
// Usage: node scripts/error-codes.mjs [--update]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineAt, parseSource, walk } from './syntax-tree.mjs';
import { findPackages, isTestFile, sourceFiles } from './workspace.mjs';

/**
 * The error codes that the packages below a root define, in order of their codes.
 *
 * @param {string} root
 * @returns {{ code: string, message: string, place: string }[]}
 */
export function findErrorCodes(root) {
  return findPackages(root)
    .filter((one) => one.floor !== undefined)
    .flatMap((one) => sourceFiles(root, one))
    .filter((file) => !isTestFile(file))
    .flatMap((file) => errorCodesIn(file, readFileSync(join(root, file), 'utf8')))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

/**
 * String literals that look like a code (`db/unknown-table`) but stand in no table: misspelt, or never documented.
 *
 * @param {string} root
 * @param {{ code: string }[]} codes
 * @returns {string[]}
 */
export function undocumentedCodes(root, codes) {
  const known = new Set(codes.map(({ code }) => code));
  const scopes = new Set(codes.map(({ code }) => code.split('/')[0]));
  const found = [];
  for (const one of findPackages(root).filter(({ floor }) => floor !== undefined)) {
    for (const file of sourceFiles(root, one).filter((path) => !isTestFile(path))) {
      const text = readFileSync(join(root, file), 'utf8');
      walk(parseSource(file, text).program, ({ type, value, start }, ancestors) => {
        if (namesModule.has(ancestors.at(-1)?.type)) return;
        if (type !== 'Literal' || typeof value !== 'string' || known.has(value)) return;
        if (!/^[a-z]+\/[a-z]+(-[a-z]+)*$/.test(value) || !scopes.has(value.split('/')[0])) return;
        found.push(`${file}:${lineAt(text, start)} names ${value}, which no table defines`);
      });
    }
  }
  return found;
}

/** Where a string is the name of a module, which may look like a code: `zustand/vanilla`. */
const namesModule = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSImportType',
  'TSModuleDeclaration',
]);

function errorCodesIn(file, text) {
  if (!text.includes('defineErrors(')) return [];
  const found = [];
  walk(parseSource(file, text).program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.name !== 'defineErrors') return;
    const [scope, table] = node.arguments;
    const objectLiteral = table.type === 'TSAsExpression' ? table.expression : table;
    if (scope.type !== 'Literal' || objectLiteral.type !== 'ObjectExpression') {
      throw new Error(
        `${file}:${lineAt(text, node.start)} the scope and the table of defineErrors have to be literal`,
      );
    }
    for (const { key, value } of objectLiteral.properties) {
      const place = `${file}:${lineAt(text, key.start)}`;
      found.push({
        code: `${scope.value}/${key.value ?? key.name}`,
        message: constantText(value, place),
        place,
      });
    }
  });
  return found;
}

/** The text of a string, a template without holes, or a sum of those. */
function constantText(node, place) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    return constantText(node.left, place) + constantText(node.right, place);
  }
  throw new Error(`${place} a message has to be a plain string`);
}

/** The page that lists them. */
export function errorsPage(codes) {
  const scopes = [...new Set(codes.map(({ code }) => code.split('/')[0]))];
  const tables = scopes.map((scope) => {
    const rows = codes
      .filter(({ code }) => code.startsWith(`${scope}/`))
      .map(({ code, message }) => `| \`${code}\` | ${inMarkdown(message)} |`);
    return `## ${scope}\n\n| code | message |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Error codes

Every error that Statehouse throws at a caller or sends to a client is a \`StatehouseError\` with a stable \`code\`.
Handle errors by their code; messages may be reworded. Words in \`{braces}\` are filled in from the error's \`details\`.
Codes are only ever added. This page is made from the tables in the packages by \`npm run accept\`.

${tables.join('\n')}`;
}

function inMarkdown(message) {
  return message.replaceAll(/[|_*<]/g, (mark) => `\\${mark}`).replaceAll('\n', ' ');
}

/** Codes that stand in two tables. */
export function duplicateCodes(codes) {
  return codes
    .filter(({ code }, at) => codes[at - 1]?.code === code)
    .map(({ code, place }) => `${place} defines ${code}, which another table has already`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const pagePath = join(root, 'docs', 'errors.md');
  const codes = findErrorCodes(root);
  const problems = [...duplicateCodes(codes), ...undocumentedCodes(root, codes)];
  const page = errorsPage(codes);
  const before = existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : '';
  const gone = [...before.matchAll(/^\| `([^`]+)`/gm)]
    .map(([, code]) => code)
    .filter((one) => !page.includes(`\`${one}\``));
  for (const code of gone) console.log(`docs/errors.md lists ${code}, which no table defines any more`);
  if (process.argv.includes('--update')) writeFileSync(pagePath, page);
  else if (before !== page) problems.push('docs/errors.md is not up to date: npm run accept');
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) console.log(`errors: ${codes.length} codes listed`);
  process.exit(problems.length === 0 ? 0 : 1);
}
