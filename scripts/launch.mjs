// The first step of every npm script: checks that there is a Node that can run this project, then starts the script
// given with it. Plain JavaScript that Node 12 parses, because the Node that reads this file may be any.
//
// Usage: node scripts/launch.mjs <script> [arguments…]
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { delimiter, dirname, resolve } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';

const neededMajor = 24;
const sourceCondition = '--conditions=statehouse-source';
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The running Node when it is new enough, else the one that `npm ci` brings on Linux, else undefined. */
function findNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= neededMajor) return process.execPath;
  const brought = resolve(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(brought) ? brought : undefined;
}

/** The environment for the child: `node` found on the PATH is the one that runs it. */
function environmentFor(node) {
  if (node === process.execPath) return process.env;
  return Object.assign({}, process.env, { PATH: dirname(node) + delimiter + (process.env.PATH || '') });
}

/** Runs the script in a child with the terminal shared, passes signals on, and ends as the child ends. */
function run(node, script, scriptArguments) {
  const child = spawn(node, [sourceCondition, script].concat(scriptArguments), {
    stdio: 'inherit',
    env: environmentFor(node),
  });
  // Ctrl-C in a terminal reaches the whole process group, so passing it on would deliver it twice.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const script = process.argv[2];
const node = findNode();
if (script === undefined) {
  console.error('Usage: node scripts/launch.mjs <script> [arguments…]');
  process.exit(1);
} else if (node === undefined) {
  console.error(
    `Statehouse needs Node ${neededMajor} or newer (this is ${process.versions.node}). On Linux \`npm ci\` brings it; on macOS and Windows install it from https://nodejs.org`,
  );
  process.exit(1);
} else if (!existsSync(resolve(root, 'node_modules'))) {
  console.error('Nothing is installed yet: run `npm ci` first.');
  process.exit(1);
} else if (node === process.execPath && process.execArgv.indexOf(sourceCondition) !== -1) {
  const file = resolve(script);
  process.argv.splice(1, 2, file);
  import(pathToFileURL(file).href);
} else {
  run(node, script, process.argv.slice(3));
}
