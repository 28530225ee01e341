import { randomId, systemRandom, systemTimers } from '@statehouse/kernel';
import { encodeClientMessage, PROTOCOL_VERSION, parseServerMessage } from '@statehouse/protocol';
import { webSocketConnect } from '@statehouse/sync';
import { cliError } from './errors.ts';
import type { CommandServer } from './temporary-server.ts';

/** What a server says about a document. */
export interface ProbedDocument {
  /** Clients say it with everything they submit; a command that brings its own tables has to ask. */
  readonly schemaVersion: number;
  /** 0: it holds nothing yet. */
  readonly version: number;
}

const PROBE_LIMIT_MS = 15_000;
const NORMAL_CLOSE = 1_000;

/**
 * Asks about a document without loading it.
 * @throws cli/server-unreachable, cli/document-refused
 */
export async function probeDocument(server: CommandServer, document: string): Promise<ProbedDocument> {
  const { url } = server;
  const token = await server.token('probe');
  const answer = Promise.withResolvers<ProbedDocument>();
  const cancel = systemTimers.after(PROBE_LIMIT_MS, () => {
    answer.reject(cliError('server-unreachable', { url, reason: 'no answer' }));
  });
  const socket = webSocketConnect(url, {
    opened() {
      const client = randomId(systemRandom);
      socket.send(encodeClientMessage({ kind: 'hello', protocol: PROTOCOL_VERSION, token, client }));
    },
    received(text) {
      const message = parseServerMessage(text);
      if (message.kind === 'welcome') {
        socket.send(encodeClientMessage({ kind: 'open', document, since: 0 }));
      } else if (message.kind === 'opened') {
        answer.resolve({ schemaVersion: message.schemaVersion, version: message.to });
      } else if (message.kind === 'error') {
        const { code, message: reason } = message;
        answer.reject(cliError('document-refused', { document, code, reason }));
      }
    },
    closed(code) {
      answer.reject(cliError('server-unreachable', { url, reason: `closed with code ${code}` }));
    },
  });
  try {
    return await answer.promise;
  } finally {
    cancel();
    socket.close(NORMAL_CLOSE);
  }
}

/**
 * The schema version of a document that must hold nothing yet.
 * @throws cli/document-in-use, and as {@link probeDocument}
 */
export async function probeNewDocument(server: CommandServer, document: string): Promise<number> {
  const { version, schemaVersion } = await probeDocument(server, document);
  if (version > 0) throw cliError('document-in-use', { document });
  return schemaVersion;
}
