import { isJsonObject } from '@statehouse/kernel';
import { type Command, type CommandResult, isCommand, isCommandResult } from '../sending/command.ts';
import { isToldOutcome, type Outcome } from '../sending/outcome.ts';

/** What the tabs of a queue say to each other. */
export type TabMessage =
  /** What is kept has changed. */
  | { readonly kind: 'changed' }
  /** It has ended with an entry. */
  | { readonly kind: 'outcome'; readonly id: string; readonly outcome: Outcome }
  /** A tab leads from now on. */
  | { readonly kind: 'leading' }
  /** For whoever leads. */
  | { readonly kind: 'command'; readonly call: string; readonly command: Command }
  | { readonly kind: 'result'; readonly call: string; readonly result: CommandResult };

/** Parses what came from another tab, which may be of another version of the application; undefined if it means nothing here. */
export function parseTabMessage(value: unknown): TabMessage | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind, id, call, outcome, command, result } = value;
  switch (kind) {
    case 'changed':
    case 'leading':
      return { kind };
    case 'outcome':
      return typeof id === 'string' && isToldOutcome(outcome) ? { kind, id, outcome } : undefined;
    case 'command':
      return typeof call === 'string' && isCommand(command) ? { kind, call, command } : undefined;
    case 'result':
      return typeof call === 'string' && isCommandResult(result) ? { kind, call, result } : undefined;
    default:
      return undefined;
  }
}
