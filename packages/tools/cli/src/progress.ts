/** Shows how far a long command is. */
export interface Progress {
  update(done: number): void;
  /** Ends the line. */
  finish(): void;
}

/** Where progress is written: stderr, or what stands for it in a test. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_CELLS = 30;
const PLAIN_STEP_PERCENT = 20;

/** A bar that is redrawn on a terminal; elsewhere a line at every fifth of the way. */
export function createProgress(stream: ProgressStream, label: string, total: number): Progress {
  let shown = -1;
  return {
    update(done) {
      const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
      const step = stream.isTTY === true ? percent : percent - (percent % PLAIN_STEP_PERCENT);
      if (step === shown) return;
      shown = step;
      if (stream.isTTY !== true) {
        if (step > 0) stream.write(`${label}: ${step} %\n`);
        return;
      }
      const filled = Math.round((step * BAR_CELLS) / 100);
      const bar = '█'.repeat(filled).padEnd(BAR_CELLS, '░');
      stream.write(`\r${label} ${bar} ${String(step).padStart(3)} %`);
    },
    finish() {
      if (stream.isTTY === true && shown >= 0) stream.write('\n');
    },
  };
}
