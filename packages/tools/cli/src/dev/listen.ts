import type { Server } from 'node:http';
import { cliError } from '../errors.ts';
import { DEFAULT_PORT } from './dev-options.ts';

const PORTS_TRIED = 50;

/**
 * Binds the one port. A port that was asked for by name is that port or an error; otherwise the first free one from
 * the default on, and `onTaken` hears of each that was not.
 * @throws StatehouseError `cli/port-taken`, `cli/ports-taken`, `cli/port-forbidden`
 */
export async function listenOnPort(
  server: Server,
  host: string,
  port: number | undefined,
  onTaken: (port: number) => void,
): Promise<number> {
  if (port !== undefined) {
    if (await tryListen(server, host, port)) return boundPort(server, port);
    throw cliError('port-taken', { port, host });
  }
  for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + PORTS_TRIED; candidate += 1) {
    if (await tryListen(server, host, candidate)) return candidate;
    onTaken(candidate);
  }
  throw cliError('ports-taken', { from: DEFAULT_PORT, to: DEFAULT_PORT + PORTS_TRIED - 1, host });
}

function boundPort(server: Server, asked: number): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}

function tryListen(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else
        reject(
          cliError('port-forbidden', { port, host, reason: error.code ?? error.message }, { cause: error }),
        );
    };
    const onListening = () => {
      server.off('error', onError);
      resolve(true);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host, port });
  });
}
