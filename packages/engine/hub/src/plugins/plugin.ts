import type { StandardSchemaV1 } from '@standard-schema/spec';
import { hubError } from '../errors.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { Attempt } from '../store/change.ts';
import { issuesInWords } from './issues-in-words.ts';

/** A change that is about to be made, as plugins see it. */
export interface PluginAttempt extends Attempt {
  readonly store: string;
  /** The store's state before it. */
  readonly state: unknown;
}

/** What a plugin wants of an attempt; nothing lets it pass as it is. */
export type Decision =
  | { readonly kind: 'replace'; readonly input: unknown }
  | { readonly kind: 'refuse'; readonly reason: string };

/** Lets another input take the place of the one that was given. */
export function replaceWith(input: unknown): Decision {
  return { kind: 'replace', input };
}

/** Lets nothing change; whoever asked for it gets `hub/refused` with the reason. */
export function refuse(reason: string): Decision {
  return { kind: 'refuse', reason };
}

/** Something that went wrong in a store, a plugin or a listener. */
export interface Problem {
  readonly error: unknown;
  /** Where: a store's, plugin's or derived value's name. */
  readonly place: string;
  /** The input that led to it, if one did. */
  readonly input?: unknown;
}

/**
 * What a plugin does, and when. Before a change it has to answer at once; hooks after it may take their time, within
 * the hub's timeout. One that throws is told of, and the others go on.
 */
export interface PluginHooks {
  /** Asked before anything changes, in the plugins’ order; each sees the input that those before it left. */
  beforeChange?(attempt: PluginAttempt): Decision | undefined;
  /** Told of each entry of the journal, refused and failed ones included. */
  afterChange?(entry: JournalEntry): unknown;
  onError?(problem: Problem): unknown;
  onStoreAdded?(store: string): unknown;
  onStoreRemoved?(store: string): unknown;
  /** When the plugin is taken out: stops what it began. */
  onRemoved?(): unknown;
}

export interface Plugin extends PluginHooks {
  readonly name: string;
  /** Names of plugins that are to be asked after this one; those that are not there do not matter. */
  readonly runsBefore?: readonly string[];
  readonly runsAfter?: readonly string[];
  /** What happens to a change when the plugin itself fails before it: it goes on, or it is refused. Goes on unless told. */
  readonly whenBroken?: 'pass' | 'refuse';
}

export interface PluginDefinition<Options> extends Omit<Plugin, keyof PluginHooks> {
  readonly options: StandardSchemaV1<unknown, Options>;
  readonly install: (options: Options) => PluginHooks;
}

/**
 * A plugin that takes options, which are checked by a schema (anything that implements Standard Schema).
 *
 * @throws StatehouseError `hub/plugin-options`, when the plugin is made with options that are not what it takes
 */
export function definePlugin<Options>(
  definition: PluginDefinition<Options>,
): (options: StandardSchemaV1.InferInput<StandardSchemaV1<Options>>) => Plugin {
  const { name, options: schema, install, ...rest } = definition;
  return (given) => {
    const result = schema['~standard'].validate(given);
    if (result instanceof Promise) {
      throw hubError('plugin-options', { plugin: name, problem: 'they cannot be checked at once' });
    }
    if (result.issues !== undefined) {
      throw hubError('plugin-options', { plugin: name, problem: issuesInWords(result.issues) });
    }
    return { ...rest, name, ...install(result.value) };
  };
}
