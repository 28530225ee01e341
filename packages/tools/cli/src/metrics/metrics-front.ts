import { createServer, type Server, type ServerResponse } from 'node:http';
import type { ServerLog } from '@statehouse/server';
import { cliError } from '../errors.ts';
import { APP_KEY_HEADER, answerError } from '../parts/part-address.ts';
import { reasonOf } from '../parts/part-host.ts';
import type { ServerMetrics } from './server-metrics.ts';

export interface MetricsFrontOptions {
  readonly metrics: Pick<ServerMetrics, 'text' | 'contentType'>;
  /** Only who knows it is answered: the supervisor, which has looked at who asks. */
  readonly key: string;
  readonly log: ServerLog;
}

/** The metrics port of the server's process, in Prometheus text. The caller lets it listen, on loopback, and closes it. */
export function createMetricsFront({ metrics, key, log }: MetricsFrontOptions): Server {
  const answer = async (response: ServerResponse) => {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' });
    response.end(text);
  };
  return createServer((request, response) => {
    if (request.headers[APP_KEY_HEADER] !== key) {
      answerError(response, 403, cliError('metrics-remote'));
      return;
    }
    answer(response).catch((error: unknown) => {
      log.error({ reason: reasonOf(error) }, 'the metrics cannot be read');
      answerError(response, 500, cliError('metrics-unknown'));
    });
  });
}
