import { BOARD_ID, NOTE_ID, type ShowcaseSchema, schema } from '@statehouse/showcase/schema.ts';
import { createSyncClient, type SyncedDocument } from '@statehouse/sync';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type BoardWindow, goToBoard, openBoard } from './board-windows.ts';
import { listenForComplaints } from './complaints.ts';
import { type DevServer, runCommand, startDev, temporaryFolder, until } from './dev-process.ts';
import { browserPath, launchBrowser } from './windows.ts';

type ElementInput = Parameters<
  Parameters<Parameters<SyncedDocument<ShowcaseSchema>['transact']>[0]>[0]['elements']['insert']
>[0];

/** An element that lies on a board before anybody comes. */
export type PlacedElement = Partial<ElementInput> & { readonly id: string; readonly parent?: string };

/** A program that has joined a board as another user. */
export interface JoinedBoard {
  readonly document: SyncedDocument<ShowcaseSchema>;
  leave(): Promise<void>;
}

/** A house for one file of tests, with a browser and people who keep their profiles. */
export interface BoardHouse {
  readonly dev: DevServer;
  readonly browser: Browser;
  /** The board of the present test. */
  readonly board: string;
  /** Makes the board of the present test, with these elements and notes. */
  make(elements?: readonly PlacedElement[], notes?: string): Promise<void>;
  /**
   * Opens the board of the present test for somebody, who has one profile for all tests, and one window as long as
   * nobody closes it: to go on to the next board is quicker than to load the page.
   */
  open(window: string, network?: 'live' | 'as it was', person?: string): Promise<BoardWindow>;
  /** One test needs two boards: the present one is another now. Answers with the one before. */
  next(): string;
  profile(person: string, options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Joins the board of the present test, or another document, as a program; its line has the user's name. */
  join(user: string, name?: string): Promise<JoinedBoard>;
  /** Stops the house and checks every log in its folder; answers with the last line, or with what is damaged. */
  verify(): Promise<{ readonly code: number; readonly words: string }>;
}

const VIEWPORT = { width: 1100, height: 750 };

/** Starts a house before the tests of a file, and ends it after them. */
export function boardHouse(subject: string): BoardHouse {
  const data = temporaryFolder();
  const profiles = new Map<string, BrowserContext>();
  const windows = new Map<string, BoardWindow>();
  const complaints = listenForComplaints();
  let dev: DevServer | undefined;
  let browser: Browser | undefined;
  let boards = 0;
  const house: BoardHouse = {
    get dev() {
      return there(dev);
    },
    get browser() {
      return there(browser);
    },
    get board() {
      return `${subject}-${boards}`;
    },
    async make(elements = [], notes = '') {
      const { document, leave } = await house.join('maker');
      document.transact(
        (tx) => {
          tx.boards.insert({ id: BOARD_ID, title: house.board });
          tx.notes.insert({ id: NOTE_ID, body: notes });
          for (const { parent = null, ...element } of elements)
            tx.elements.insert({ ...USUAL, ...element }, { parent });
        },
        { undoable: false },
      );
      await document.whenSynced();
      await leave();
    },
    next() {
      boards += 1;
      return `${subject}-${boards - 1}`;
    },
    async open(window, network = 'live', person = window) {
      const label = `${subject}-${window.replaceAll(' ', '-')}`;
      if (network === 'live') await house.dev.control('/dev/network', { window: label, mode: network });
      const known = windows.get(window);
      if (known === undefined || known.page.isClosed()) {
        const options = { board: house.board, person, label };
        const opened = await openBoard(await house.profile(person), house.dev.url, options);
        windows.set(window, opened);
        return opened;
      }
      await goToBoard(known, house.board);
      return known;
    },
    async profile(person, options = { viewport: VIEWPORT }) {
      const known = profiles.get(person);
      if (known !== undefined) return known;
      const made = await house.browser.newContext(options);
      complaints.watch(made, house.dev.url);
      profiles.set(person, made);
      return made;
    },
    join: (user, name = `board/${house.board}`) => joinBoard(house.dev.url, user, name),
    async verify() {
      await house.dev.stop();
      dev = undefined;
      const command = runCommand('verify', '--data', data.path, '--app', 'apps/showcase');
      return { code: await command.ended, words: command.output() };
    },
  };
  beforeAll(async () => {
    [dev, browser] = await Promise.all([startDev(data.path), launchBrowser(browserPath ?? '')]);
  });
  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
    data.remove();
  });
  beforeEach(() => {
    boards += 1;
  });
  afterEach(() => complaints.expectNone());
  return house;
}

const USUAL = { kind: 'rectangle', x: 0, y: 0, width: 160, height: 100, color: 'slate', label: '' } as const;

/** Opens a document as a user, in this process, and waits until the server has told what is in it. */
async function joinBoard(url: string, user: string, name: string): Promise<JoinedBoard> {
  const sync = new URL(`/sync?window=${user}`, url);
  sync.protocol = 'ws:';
  const client = createSyncClient({ url: sync.href, schema, token: () => tokenFor(url, user) });
  const document = await client.open(name);
  await until('the server has told what is there', async () => document.status.role);
  return { document, leave: () => client.close() };
}

async function tokenFor(url: string, user: string): Promise<string> {
  const response = await fetch(new URL('/dev/token', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify({ user }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'string')
    return answer.token;
  throw new Error('The house gives no token.');
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('The house is not open.');
  return thing;
}
