/** The keys of what is kept under one name. Keys of one kind follow each other in the order of their numbers. */
export class Keys {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Says which generation is the valid one. */
  get head(): string {
    return `${this.name}/head`;
  }

  meta(generation: number): string {
    return `${this.generation(generation)}/meta`;
  }

  chunk(generation: number, at: number): string {
    return `${this.generation(generation)}/snapshot/${padded(at)}`;
  }

  log(generation: number, at: number): string {
    return `${this.generation(generation)}/log/${padded(at)}`;
  }

  generation(generation: number): string {
    return `${this.name}/g${padded(generation)}`;
  }

  /** What was found damaged, under the key that it had. */
  aside(key: string): string {
    return `${this.name}/aside${key.slice(this.name.length)}`;
  }

  /** All generations, and nothing of another copy whose name begins with this one: a number follows, then a slash. */
  get generations(): readonly [from: string, to: string] {
    return [`${this.name}/g0`, `${this.name}/g:`];
  }

  /** What was found damaged. */
  get allAside(): readonly [from: string, to: string] {
    return [`${this.name}/aside/`, endOf(`${this.name}/aside`)];
  }

  /** Whether a key can only be there when a generation has been finished once. */
  isAfterHead(key: string): boolean {
    return this.generationOf(key) > 1 || key.startsWith(`${this.generation(1)}/log/`);
  }

  /** The number of the generation that a key belongs to. */
  generationOf(key: string): number {
    return Number(key.slice(`${this.name}/g`.length).split('/')[0]);
  }
}

/** The end of a range of everything that begins with a prefix and a slash. */
export function endOf(prefix: string): string {
  return `${prefix}0`;
}

/** A number in a key: numbers follow each other as they do when they are counted. */
export function padded(number: number): string {
  return String(number).padStart(10, '0');
}
