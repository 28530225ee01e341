import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';

/** What is asked of the tab that sends. */
export type Command =
  /** Something may have to be sent. */
  | { readonly kind: 'look' }
  /** Try again now: one entry, or all that wait. */
  | { readonly kind: 'retry'; readonly id?: string }
  | { readonly kind: 'remove'; readonly id: string }
  | EditCommand;

export interface EditCommand {
  readonly kind: 'edit';
  readonly id: string;
  /** Absent: it stays. In a box, because it may be absent itself. */
  readonly arg?: { readonly value?: Json };
  readonly request: JsonObject;
  /** Also when the entry may have been applied as it was. */
  readonly evenIfSent: boolean;
}

export type CommandResult =
  | 'done'
  /** There is no such entry. */
  | 'gone'
  /** It is on its way just now; ask again when it has come back. */
  | 'sending'
  /** Not done: it was sent and not answered, so the server may have it as it was. */
  | 'uncertain';

export function isCommand(value: unknown): value is Command {
  if (!isJsonObject(value)) return false;
  const { kind, id, request, arg, evenIfSent } = value;
  switch (kind) {
    case 'look':
      return true;
    case 'retry':
      return id === undefined || typeof id === 'string';
    case 'remove':
      return typeof id === 'string';
    case 'edit':
      return (
        typeof id === 'string' &&
        isJsonObject(request) &&
        (arg === undefined || isJsonObject(arg)) &&
        typeof evenIfSent === 'boolean'
      );
    default:
      return false;
  }
}

const results: ReadonlySet<unknown> = new Set<CommandResult>(['done', 'gone', 'sending', 'uncertain']);

export function isCommandResult(value: unknown): value is CommandResult {
  return results.has(value);
}
