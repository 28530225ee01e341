import { relative, resolve } from 'node:path';
import { assert, systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { Command } from 'commander';
import { checkHost, DEFAULT_DATA_FOLDER, DEFAULT_PORT, parsePort } from './dev-options.ts';
import type { DevEvent, Supervisor } from './supervisor.ts';

interface DevFlags {
  readonly app: string;
  readonly host: string;
  readonly port?: string;
  readonly data?: string;
  readonly trustNetwork?: boolean;
  readonly reload: boolean;
  readonly production?: boolean;
  readonly openMetrics?: boolean;
}

/** `statehouse dev`: an application, its sync server and its page, on one port of this machine. */
export function devCommand(): Command {
  return new Command('dev')
    .summary('serve an application and its sync server on this machine')
    .description(
      [
        'Serves an application on one port: its page, the sync server behind it (as a process of its own),',
        'the health checks /healthz and /readyz, and /metrics as Prometheus text. Nothing else is needed: no account, no container.',
        '',
        'The application is a folder with index.html, vite.config.ts, and a server.ts that exports `schema`',
        '(what its documents hold) and `roles` (who may read and who may write).',
        '',
        'It may export `parts` too: what runs beside the sync server, in its process, and answers under',
        '/app/<name>/ (ServerPart, House and RunningPart of @statehouse/cli say how).',
        '',
        'A token for a made-up person comes from POST /dev/token with { user }; with { user, tenant } for',
        'somebody of another house. The tenant is `dev` unless said otherwise.',
      ].join('\n'),
    )
    .option('--app <folder>', 'the folder of the application', '.')
    .option('--port <number>', `the port; without it, the first free one from ${DEFAULT_PORT} on`)
    .option('--data <folder>', `where documents are kept (default: ${DEFAULT_DATA_FOLDER}/)`)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option(
      '--trust-network',
      'allow a --host that other machines can reach, though sign-in needs no password',
    )
    .option(
      '--production',
      'build the page as it is published and serve that: quicker, but it does not follow its sources',
    )
    .option('--open-metrics', 'let other machines read /metrics too; without it, only this one')
    .option('--no-reload', 'do not reload open pages when the application’s sources change')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  statehouse dev --app apps/showcase',
        '  statehouse dev --app apps/showcase --port 8080 --data /tmp/house',
      ].join('\n'),
    )
    .action((flags: DevFlags) => run(flags));
}

async function run(flags: DevFlags): Promise<void> {
  checkHost(flags.host, flags.trustNetwork === true);
  const options = {
    appFolder: resolve(flags.app),
    host: flags.host,
    port: flags.port === undefined ? undefined : parsePort(flags.port),
    dataFolder: flags.data,
    reload: flags.reload,
    production: flags.production === true,
    openMetrics: flags.openMetrics === true,
  };
  // Vite reads it when it is loaded.
  if (options.production) process.env.NODE_ENV = 'production';
  // Loaded here, so that --help and the other commands need not wait for what serves pages.
  const [{ createDevAuth }, { startSupervisor }] = await Promise.all([
    import('@statehouse/server'),
    import('./supervisor.ts'),
  ]);
  const supervisor = await startSupervisor(options, {
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    createTokenIssuer: (secret) => {
      const auth = createDevAuth({ secret });
      return async (person) => {
        const token = await auth.issue(person);
        const verification = await auth.verify(token);
        // What the page is told is what the token says, not what was asked for.
        assert(verification.kind === 'verified', () => 'a development token does not verify');
        const { tenant, user } = verification.claims;
        return { token, tenant, user };
      };
    },
    onEvent: report,
  });
  const closed = closeOnSignal(supervisor);
  process.stdout.write(banner(supervisor));
  await closed;
}

function banner(supervisor: Supervisor): string {
  return [
    '',
    '  Statehouse is open.',
    '',
    `    ${supervisor.url}`,
    '',
    '  Open it in two windows and edit the same text in both.',
    `  Documents are kept in ${shortPath(supervisor.dataFolder)}. Ctrl-C stops.`,
    '',
    '',
  ].join('\n');
}

function report(event: DevEvent): void {
  switch (event.kind) {
    case 'port-taken':
      say(`Port ${event.port} is taken: using the next one.`);
      return;
    case 'data-elsewhere':
      say(
        `${shortPath(event.folder)} is in use by ${event.usedBy}: this one keeps its documents in ${shortPath(event.instead)}.`,
      );
      return;
    case 'server':
      if (event.state.kind === 'waiting')
        say(`The sync server ended (${event.state.reason}): starting it again.`);
      if (event.state.kind === 'killed') say('The sync server was killed from the page: restart it there.');
      return;
  }
}

function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}

function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : `${short}/`;
}

/** The first signal drains and closes; a second one ends at once. */
function closeOnSignal(supervisor: Supervisor): Promise<void> {
  return new Promise((resolve, reject) => {
    let isClosing = false;
    const onSignal = () => {
      if (isClosing) process.exit(1);
      isClosing = true;
      say('Closing…');
      supervisor.close().then(resolve, reject);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
