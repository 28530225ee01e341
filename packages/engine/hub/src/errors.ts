import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/hub`. */
export const hubError = defineErrors('hub', {
  'duplicate-store':
    'The hub has a store named {store} already. Give this one another name, or remove the other first.',
  'unknown-store': 'The hub has no store named {store}. It knows: {known}.',
  'not-dispatchable':
    'The store {store} takes no input through the hub: it has no dispatch. Change it where it is made.',
  'not-restorable': 'The store {store} cannot be put back to an earlier state: it has no restore.',
  refused: 'The change {name} of {store} was refused by {by}: {reason}',
  'read-only-past':
    'The hub shows the past (entry {entry}), which cannot be changed. Call hub.time.resume() first to be back in the present.',
  'outside-journal': 'The journal does not reach back to entry {entry}: it holds {first} to {last}.',
  'state-not-kept':
    'The state of {store} at entry {entry} is no longer kept, and the store has no reduce by which to make it again.',
  'batch-in-batch': 'The batch {name} was begun inside of the batch {outer}. Send to the outer one instead.',
  'batch-failed':
    'The batch {name} failed at its step {step} ({change} of {store}); what came before it was {left}.',
  'batch-closed':
    'Something was sent to the batch {name} after its function had returned. Collect before, then return.',
  loop: 'Stores react to each other without end: {chain}. The {depth}th change in a row was refused.',
  'no-type':
    'A {kind} for {store} has no name: its type is {given}, and has to be a string that is not empty.',
  'duplicate-plugin':
    'The hub has a plugin named {plugin} already. Remove it first, or give this one another name.',
  'plugin-options': 'The options of the plugin {plugin} are not what it takes: {problem}',
  'plugin-order':
    'The plugins {plugins} each want to run before the other. Take one of their declared orders back.',
  'plugin-failed':
    'The plugin {plugin} threw in its hook {hook}. The change went on as the plugin declares for that case.',
  'plugin-async':
    'The hook {hook} of the plugin {plugin} returned a promise. What is asked before a change has to answer at once.',
  'plugin-timeout': 'The hook {hook} of the plugin {plugin} did not end within {timeoutMs} ms.',
  'plugin-suspended':
    'The plugin {plugin} failed {failures} times in a row and is suspended. hub.plugins.resume({plugin}) lets it run again.',
  'listener-failed': 'A listener of the hub threw after entry {entry}. The others were told.',
  'derived-failed': 'The function of the derived value {name} threw. It keeps its last good value.',
  'no-checkpoint': 'There is no checkpoint named {checkpoint}. There are: {known}.',
});
