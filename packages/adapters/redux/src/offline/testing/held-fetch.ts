/** A request that waits for the test. */
export interface HeldFetch {
  readonly request: Request;
  /** Its body, as JSON. */
  readonly body: unknown;
  answer(status: number, body?: unknown, headers?: Record<string, string>): void;
  /** The network breaks. */
  fail(): void;
}

/** The network and the server as a test plays them. */
export class HeldFetches {
  readonly waiting: HeldFetch[] = [];
  /** All that ever came, as `METHOD /path key`. */
  readonly log: string[] = [];

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    const key = request.headers.get('idempotency-key');
    this.log.push([request.method, new URL(request.url).pathname, ...(key === null ? [] : [key])].join(' '));
    return new Promise((resolve, reject) => {
      const end = (run: () => void) => {
        this.waiting.splice(this.waiting.indexOf(held), 1);
        run();
      };
      const held: HeldFetch = {
        request,
        body: text === '' ? undefined : JSON.parse(text),
        answer: (status, body = null, headers = {}) =>
          end(() => resolve(Response.json(body, { status, headers }))),
        fail: () => end(() => reject(new TypeError('the network is gone'))),
      };
      this.waiting.push(held);
    });
  };

  /** The oldest request of a method that is still waiting. */
  next(method: string): HeldFetch {
    const found = this.waiting.find(({ request }) => request.method === method);
    if (found === undefined) throw new Error(`No ${method} is waiting`);
    return found;
  }
}
