/** Every word has this many characters, so that words can be told apart wherever they land in one another's vicinity. */
export const WORD_LENGTH = 4;

/** What a client tells about words, its own and other people's. */
export interface WordListener {
  /** The server has answered for this client's own word. */
  acked(word: string): void;
  /** Somebody else's word stands in this client's document. */
  seen(word: string): void;
}

/** One user of one shared text, with a real connection and a real replica. */
export interface BenchClient {
  /** The length of the text as this client has it. */
  length(): number;
  /** Inserts a word; `position` is a multiple of {@link WORD_LENGTH}. */
  insert(position: number, word: string): void;
  close(): void;
}

/** How the load reaches one implementation. */
export interface SyncContender {
  readonly impl: string;
  /** Opens the document; resolves when the client may write. */
  connect(url: string, document: string, listener: WordListener): Promise<BenchClient>;
}

/** The words in one stretch of inserted text. */
export function eachWord(text: string, visit: (word: string) => void): void {
  for (let at = 0; at < text.length; at += WORD_LENGTH) visit(text.slice(at, at + WORD_LENGTH));
}
