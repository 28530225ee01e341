/** How much is read ahead so that a result can be kept up to date. All in rows. */
export interface Keeping {
  /** Kept behind a window whose order an index serves, where more can be had cheaply. */
  readonly slackInOrder: number;
  /** Kept behind any other window, where more means reading everything again. */
  readonly slackUnordered: number;
  /** A difference of so few is never worth reading everything anew. */
  readonly alwaysIncremental: number;
}

/** What a live query reads ahead. */
export const KEEPING: Keeping = { slackInOrder: 16, slackUnordered: 256, alwaysIncremental: 16 };

/** What all operators of one query share. */
export class Pace {
  /** Undefined: the result stays with its first state. */
  readonly keeping: Keeping | undefined;
  /** Rises with each step, so that one step tells a holder only once. */
  step = 0;
  /** Rises when everything is read anew. */
  epoch = 0;
  /** How often rows behind a window were fetched because some had left it. */
  refills = 0;
  #atEnd: (() => void)[] = [];

  constructor(keeping: Keeping | undefined) {
    this.keeping = keeping;
  }

  /** Puts off letting go of something to the end of the step: another may still take it up. */
  atEnd(letGo: () => void): void {
    this.#atEnd.push(letGo);
  }

  /** Ends a step. */
  end(): void {
    for (let letGo = this.#atEnd.pop(); letGo !== undefined; letGo = this.#atEnd.pop()) letGo();
  }
}
