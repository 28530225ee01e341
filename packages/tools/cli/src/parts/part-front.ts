import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Schema } from '@statehouse/db';
import type { ServerLog } from '@statehouse/server';
import { cliError } from '../errors.ts';
import { APP_KEY_HEADER, answerError, partAddress } from './part-address.ts';
import { type PartHost, reasonOf } from './part-host.ts';

export interface PartFrontOptions {
  readonly host: Pick<PartHost<Schema>, 'stateOf'>;
  /** Only who knows it is answered: the supervisor, which has looked at where a request comes from. */
  readonly key: string;
  readonly log: ServerLog;
}

/** The supervisor's own bound on a request's head, and room for what it adds. */
const MOST_HEAD_BYTES = 20_480;

/** HTTP for the parts of an application. The caller lets it listen, on loopback, and closes it. */
export function createPartFront(options: PartFrontOptions): Server {
  return createServer({ maxHeaderSize: MOST_HEAD_BYTES }, (request, response) => {
    void answer(options, request, response);
  });
}

async function answer(
  { host, key, log }: PartFrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers[APP_KEY_HEADER] !== key) {
    answerError(response, 403, cliError('app-foreign'));
    return;
  }
  delete request.headers[APP_KEY_HEADER];
  const address = partAddress(request.url);
  const state = address === undefined ? undefined : host.stateOf(address.part);
  const part = address?.part ?? '';
  if (address === undefined || state === undefined || state.kind === 'failed') {
    answerError(response, 404, cliError('part-unknown', { part }));
    return;
  }
  if (state.kind === 'starting') {
    answerError(response, 503, cliError('part-starting', { part }));
    return;
  }
  if (state.part.handle === undefined) {
    answerError(response, 404, cliError('part-silent', { part }));
    return;
  }
  request.url = address.rest;
  try {
    await state.part.handle(request, response);
  } catch (error) {
    log.error({ part, method: request.method, reason: reasonOf(error) }, 'a part failed in a request');
    answerError(response, 500, cliError('part-failed', { part }));
  }
}
