import { type ServerPart, seedDocuments } from '@statehouse/cli';
import { SAMPLE_DOCUMENTS } from './documents.ts';

/** Who wrote what was there before anybody came. */
const AUTHOR = 'house';

/** Gives a new house its sample documents. */
export const samples: ServerPart = {
  name: 'samples',
  async start(house) {
    const filled = await seedDocuments(house, AUTHOR, SAMPLE_DOCUMENTS);
    if (filled.length > 0) house.log.info({ documents: filled }, 'filled');
    return { close: () => Promise.resolve() };
  },
};
