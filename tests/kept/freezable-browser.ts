import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * A browser spoken to by the DevTools protocol itself: Playwright makes every page believe that it has the focus, and a page
 * that is seen is never frozen.
 */
export class FreezableBrowser {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (answer: Readonly<Record<string, unknown>>) => void>();
  #number = 0;

  constructor(process: ChildProcess, socket: WebSocket) {
    this.#process = process;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const answer: unknown = JSON.parse(String(data));
      if (!isRecord(answer) || typeof answer.id !== 'number') return;
      this.#answers.get(answer.id)?.(answer);
      this.#answers.delete(answer.id);
    });
  }

  /** Opens a tab. All tabs of one browser share their storage. */
  async open(url: string): Promise<FreezableTab> {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return new FreezableTab(this, String(sessionId));
  }

  /** @throws what the browser answers with */
  async send(
    method: string,
    params: object = {},
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    this.#number += 1;
    const id = this.#number;
    const answered = new Promise<Readonly<Record<string, unknown>>>((resolve) =>
      this.#answers.set(id, resolve),
    );
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await answered;
    if (!isRecord(result)) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  async close(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}

export class FreezableTab {
  readonly #browser: FreezableBrowser;
  readonly #session: string;

  constructor(browser: FreezableBrowser, session: string) {
    this.#browser = browser;
    this.#session = session;
  }

  /** What an expression comes to in the page; a promise is waited for. */
  async read(expression: string): Promise<unknown> {
    const options = { expression, returnByValue: true, awaitPromise: true };
    const { result } = await this.#browser.send('Runtime.evaluate', options, this.#session);
    return isRecord(result) ? result.value : undefined;
  }

  async freeze(): Promise<void> {
    await this.#browser.send('Page.setWebLifecycleState', { state: 'frozen' }, this.#session);
  }

  async thaw(): Promise<void> {
    await this.#browser.send('Page.setWebLifecycleState', { state: 'active' }, this.#session);
  }
}

/** @param folder an empty folder for what the browser keeps */
export async function launchFreezable(path: string, folder: string): Promise<FreezableBrowser> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const quiet = ['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const own = ['--remote-debugging-port=0', `--user-data-dir=${folder}`];
  const child = spawn(path, [...asRoot, ...quiet, ...own, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const [url] = /ws:\/\/\S+/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stderr.resume();
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new FreezableBrowser(child, socket);
  }
  throw new Error('the browser did not start');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
