/** Who won, where it is known. */
export interface Winner {
  readonly author?: string;
  readonly client?: string;
}
