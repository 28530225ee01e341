import { globSync, readFileSync } from 'node:fs';
import { findTableWrites, type TableWrite } from './find-writes.ts';

const help = `Lists the places that write through state.entities or state.ids, which a table refuses.

Usage: statehouse-redux-writes [--json] <file or pattern>…

  statehouse-redux-writes 'src/**/*.{ts,tsx}'

  --json   one JSON object a line: file, line, column, kind, text
  --help   this

It follows names within a file: const post = state.entities[id]; post.title = '…' is found, and so is what is taken from
selectById, selectAll or Object.values(state.entities). Ends with 0 if there is nothing to do, 1 if there is, 2 if it could not look.`;

const advice: Readonly<Record<TableWrite['kind'], string>> = {
  entity: 'throws: use updateOne(state, { id, changes }), or setOne with a copy',
  entities: 'throws: use setOne, upsertOne or removeOne',
  ids: 'throws: ids follow from the entities; sort by sortComparer, or copy first: [...state.ids]',
  replaced: 'works, and rebuilds the table at the next operation: use setAll or removeAll',
};

interface Terminal {
  say(line: string): void;
  complain(line: string): void;
}

/** The command: takes its arguments, answers the code to exit with. */
export function runLister(args: readonly string[], { say, complain }: Terminal): 0 | 1 | 2 {
  const patterns = args.filter((argument) => !argument.startsWith('-'));
  const options = args.filter((argument) => argument.startsWith('-'));
  if (options.includes('--help') || options.includes('-h')) {
    say(help);
    return 0;
  }
  const unknown = options.find((option) => option !== '--json');
  if (unknown !== undefined || patterns.length === 0) {
    complain(unknown === undefined ? help : `There is no option ${unknown}; see --help.`);
    return 2;
  }
  const files = patterns.flatMap((pattern) => globSync(pattern).filter((file) => !/node_modules/.test(file)));
  if (files.length === 0) {
    complain(`No file matches ${patterns.join(' ')}.`);
    return 2;
  }
  let count = 0;
  let unread = 0;
  for (const file of new Set(files)) {
    try {
      for (const write of findTableWrites(file, readFileSync(file, 'utf8'))) {
        count += 1;
        say(options.includes('--json') ? JSON.stringify({ file, ...write }) : described(file, write));
      }
    } catch (error) {
      unread += 1;
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  if (unread > 0) return 2;
  return count > 0 ? 1 : 0;
}

function described(file: string, { line, column, kind, text }: TableWrite): string {
  return `${file}:${line}:${column}  ${text}\n    ${advice[kind]}`;
}
