import type { FaultMode } from '../../wire/fault.ts';

/** The moods of the server, each with what one will see of it. */
export const MODE_WORDS: Readonly<Record<FaultMode, { readonly name: string; readonly words: string }>> = {
  well: { name: 'Well', words: 'Every request is answered at once.' },
  slow: {
    name: 'Slow',
    words: 'Each answer takes two and a half seconds. What you decide shows at once all the same.',
  },
  failing: {
    name: 'Failing',
    words: 'A share of the answers is an error. What was not taken is tried again, then put back and told.',
  },
  unreachable: {
    name: 'Away',
    words: 'Nobody answers. What you decide waits on this device, over reloads too, and is sent once.',
  },
};
