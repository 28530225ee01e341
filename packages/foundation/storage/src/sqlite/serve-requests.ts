import { runBatch } from './batch.ts';
import type { StoreAnswer, StoreRequest, WorkerOptions, WorkerOutput } from './messages.ts';
import { OpenDatabases } from './open-databases.ts';
import { RequestLanes } from './request-lanes.ts';
import type { WorkerInput } from './worker-messages.ts';

/** What the worker thread needs from its surroundings. */
export interface WorkerSurroundings {
  readonly answer: (output: WorkerOutput) => void;
  readonly end: () => void;
  /** Calls back when messages that arrived meanwhile have been taken in. */
  readonly nextTurn: (callback: () => void) => void;
}

/**
 * The loop of the worker thread: one batch of one tenant a turn, so that whatever arrived during a commit joins the
 * next one. After `close`, what waits is done and the files are closed.
 */
export function serveRequests(
  options: WorkerOptions,
  surroundings: WorkerSurroundings,
): (input: WorkerInput<StoreRequest>) => void {
  const databases = new OpenDatabases(options);
  const lanes = new RequestLanes(options);
  let closing = false;
  let turning = false;

  const schedule = () => {
    if (turning) return;
    turning = true;
    surroundings.nextTurn(turn);
  };
  const turn = () => {
    turning = false;
    if (!lanes.isEmpty) surroundings.answer(outputOf(runBatch(databases, lanes.take())));
    if (!lanes.isEmpty) schedule();
    else if (closing) {
      databases.closeAll();
      surroundings.end();
    }
  };
  return ({ requests, close }) => {
    for (const request of requests) lanes.add(request);
    closing ||= close;
    schedule();
  };
}

function outputOf(answers: readonly StoreAnswer[]): WorkerOutput {
  const isAppended = ({ reply }: StoreAnswer) => reply.kind === 'append' && reply.result.kind === 'appended';
  return {
    appended: answers.filter(isAppended).map(({ call }) => call),
    answers: answers.filter((answer) => !isAppended(answer)),
  };
}
