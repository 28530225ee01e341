import type { ServerPart } from '@statehouse/cli';
import { counter, defineSchema, table } from '@statehouse/db';
import type { AccessRule } from '@statehouse/server';

export const schema = defineSchema({ version: 1, tables: { counts: table({ value: counter() }) } });

export const roles: AccessRule = () => 'writer';

type Counts = typeof schema;

/** Counts, in a document, how often it was asked, and says by whom; under /events it says when it begins and ends. */
const visits: ServerPart<Counts> = {
  name: 'visits',
  async start(house) {
    const document = await house.connect('bot').open('visits');
    if (document.snapshot.get('counts', 'all') === undefined)
      document.transact((tx) => tx.counts.insert({ id: 'all', value: 0 }));
    const ends = new Set<() => void>();
    return {
      async handle(request, response) {
        if (request.url === '/fail') throw new Error('asked for it');
        if (request.url === '/events') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write('data: begin\n\n');
          ends.add(() => response.end('data: end\n\n'));
          return;
        }
        document.transact((tx) => tx.counts.increment('all', 'value'));
        await document.whenSynced();
        const visitor = await house.identify(request);
        const { value } = document.snapshot.get('counts', 'all') ?? {};
        response.end(JSON.stringify({ value, visitor: visitor ?? null }));
      },
      async close() {
        for (const end of ends) end();
        ends.clear();
      },
    };
  },
};

const broken: ServerPart<Counts> = {
  name: 'broken',
  start() {
    throw new Error('its key is missing\nand this line is not shown');
  },
};

/** Never starts: nobody may wait for it. */
const endless: ServerPart<Counts> = { name: 'endless', start: () => new Promise(() => {}) };

export const parts = [visits, broken, endless];
