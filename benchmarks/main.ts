import { createOutput } from './output.ts';
import { benchSync } from './sync/bench.ts';
import { benchText } from './text/bench.ts';

const HELP = `npm run bench -- text|sync [--json] [--quick]

  text     apply recorded typing: Statehouse beside yjs, loro-crdt, ot-text-unicode and a native string
  sync     50 clients on one document, and on 50: Statehouse (durable) beside sharedb and hocuspocus
  --json   one JSON object a line on stdout
  --quick  a short run that shows that everything works; its figures mean little
`;

const args = process.argv.slice(2);
const [bench] = args.filter((arg) => !arg.startsWith('--'));
const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json' && arg !== '--quick');
const output = createOutput({ json: args.includes('--json') });
const options = { quick: args.includes('--quick') };
if (unknown === undefined && bench === 'text') benchText(output, options);
else if (unknown === undefined && bench === 'sync') await benchSync(output, options);
else {
  process.stderr.write(HELP);
  process.exitCode = args.includes('--help') ? 0 : 2;
}
