/** What the waking of a queue is known by to the browser. */
export const syncTag = (queue: string) => `statehouse-offline:${queue}`;
