import { silentMetrics } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createSyncClient, type SyncClient, type SyncedDocument } from '@statehouse/sync';
import { PlayedServer } from './played-server.ts';
import { type TasksSchema, tasksSchema } from './tasks.ts';
import { turn } from './turn.ts';

/** A client and a server on a virtual line, in virtual time. */
export class World {
  readonly time = new VirtualTime();
  readonly server = new PlayedServer(this.time);
  readonly client: SyncClient<TasksSchema> = createSyncClient({
    url: 'ws://server/sync',
    token: 'ann',
    schema: tasksSchema,
    environment: {
      clock: this.time,
      timers: this.time,
      random: seededRandom(1),
      metrics: silentMetrics,
      connect: this.server.connect,
    },
  });

  /** Lets time pass in steps, and every promise and rendering between them. */
  async pass(ms = 20, stepMs = 1): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await turn();
      this.time.advance(stepMs);
    }
    await turn();
  }

  /** The document `d`, open. */
  async open(): Promise<SyncedDocument<TasksSchema>> {
    const opened = this.client.open('d');
    await this.pass();
    return opened;
  }
}
