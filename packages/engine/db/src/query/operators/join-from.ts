import type { Row } from '@statehouse/ot';
import { idOf } from '../../index-keys.ts';
import type { QuerySource } from '../plan/query-source.ts';
import type { Level } from './level.ts';
import type { JoinPart, StepJoin } from './row-node.ts';
import type { Step } from './step.ts';
import type { Holder } from './terminal.ts';

/** Gives each row what the rows that refer to it come to. */
export class JoinFrom implements StepJoin {
  readonly name: string;
  readonly #level: Level;

  constructor(name: string, level: Level) {
    this.name = name;
    this.#level = level;
  }

  attach(row: Row, holder: Holder, state: QuerySource): JoinPart {
    const id = idOf(row);
    const terminal = this.#level.open(id, holder, state);
    return {
      get value() {
        return terminal.value;
      },
      show: (_, later, isAnew) => {
        if (isAnew) terminal.load(later);
      },
      release: () => this.#level.close(id),
    };
  }

  step(step: Step): void {
    this.#level.step(step);
  }
}
