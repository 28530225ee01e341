import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const START_LIMIT_MS = 60_000;

/** The command line in a process of its own, with what it has said so far. */
export interface CommandProcess {
  readonly child: ChildProcess;
  output(): string;
  /** How it ended; a signal counts as -1. */
  readonly ended: Promise<number>;
}

/** Runs `statehouse …` as `npm start` does. */
export function runCommand(...parameters: readonly string[]): CommandProcess {
  const command = ['--conditions=statehouse-source', 'packages/tools/cli/src/main.ts', ...parameters];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : -1));
  return { child, output: () => output, ended };
}

/** A running `statehouse dev` with the showcase. */
export interface DevServer {
  readonly url: string;
  readonly process: CommandProcess;
  /** The answer of the page's own control. */
  control(path: string, body?: object): Promise<Record<string, unknown>>;
  /** The process id of the sync server; waits until there is one. */
  serverPid(): Promise<number>;
  stop(): Promise<number>;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'statehouse-dev-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts the showcase on a free port, and waits until it takes connections. */
export async function startDev(dataFolder: string, ...parameters: readonly string[]): Promise<DevServer> {
  const port = parameters.includes('--port') ? [] : ['--port', '0'];
  const process = runCommand(
    'dev',
    '--app',
    'apps/showcase',
    '--data',
    dataFolder,
    '--no-reload',
    '--production',
    ...port,
    ...parameters,
  );
  const url = await addressOf(process);
  const server: DevServer = {
    url,
    process,
    control: (path, body = {}) => control(url, path, body),
    serverPid: () => until('the sync server runs', async () => pidOf(await control(url, '/dev/state', {}))),
    async stop() {
      process.child.kill('SIGTERM');
      return process.ended;
    },
  };
  await server.serverPid();
  return server;
}

/** Asks again until there is an answer. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  limitMs = START_LIMIT_MS,
): Promise<Answer> {
  const endMs = Date.now() + limitMs;
  while (Date.now() < endMs) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Waited ${limitMs} ms in vain until ${what}.`);
}

async function addressOf(process: CommandProcess): Promise<string> {
  const gone = process.ended.then((code) => {
    throw new Error(`The command ended with ${code}:\n${process.output()}`);
  });
  gone.catch(() => {});
  const said = until(
    'the address is printed',
    async () => /http:\/\/[\d.]+:\d+\//.exec(process.output())?.[0],
  );
  return Promise.race([said, gone]);
}

async function control(url: string, path: string, body: object): Promise<Record<string, unknown>> {
  const page = await (await fetch(url)).text();
  const token = /name="statehouse-dev" content="(\w+)"/.exec(page)?.[1] ?? '';
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-statehouse-dev': token, origin: new URL(url).origin },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return isRecord(answer) ? answer : {};
}

function pidOf(state: Record<string, unknown>): number | undefined {
  const { server } = state;
  return isRecord(server) && server.kind === 'running' && typeof server.pid === 'number'
    ? server.pid
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
