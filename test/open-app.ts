// The whole app on a real SQLite file in a folder of its own, with a clock and ids that tests
// decide. Requests go through the same Hono app that serves sockets.
import { AsyncLocalStorage } from 'node:async_hooks';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, DEVELOPMENT_ROOT, type Injected, openApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/config.ts';
import { addApiKey, type MadeApiKey } from '../src/operations/access/api-keys.ts';
import { clientHashOf } from '../src/operations/access/client-hash.ts';
import { addAccount } from '../src/operations/accounts/accounts.ts';
import type { Example } from '../src/operations/templates/export-template.ts';
import type { Log } from '../src/ports/log.ts';
import type { Account } from '../src/ports/store/accounts.ts';
import type { ApiSurface } from '../src/ports/store/api-keys.ts';
import type { TrackedEvent } from '../src/ports/store/events.ts';
import type { Job } from '../src/ports/store/jobs.ts';
import type { JsonObject } from '../src/rules/values/values.ts';
import { requireDocumented } from './http/documented.ts';
import { OWNER, START, startedDataDir } from './made.ts';
import { verifyPackage } from './pass/open-package.ts';
import { sharedPictures } from './pictures/shared-pictures.ts';

export { OWNER, START };

export interface TestApp {
  readonly app: App;
  readonly config: Config;
  /** The owner's clientHash, from the first start. */
  readonly clientHash: string;
  /** The account of that clientHash. */
  readonly owner: Account;
  /** The log so far: fields and message. */
  readonly logged: (readonly [Readonly<Record<string, unknown>>, string])[];
  /** Moves the clock, in ms. */
  advance(ms: number): void;
  now(): number;
  /**
   * Calls an API function by POST with a JSON body; answers the parsed JSON whatever the status.
   * Throws when the answer differs from its documentation.
   */
  call(name: string, parameters?: Record<string, unknown>, headers?: Record<string, string>): Promise<any>;
  /** Sends any request; the path is below the root. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Saves a template as the owner and answers its hash; throws when saving is refused. */
  template(passConstructor: JsonObject, options?: Record<string, unknown>): Promise<string>;
  /** Makes a pass as the owner and answers its hash; throws when that is refused. */
  pass(templateHash: string, fields?: Record<string, unknown>): Promise<string>;
  /**
   * The bytes of the .pkpass; throws unless openssl accepts its signature and its manifest is
   * right.
   */
  file(hashedSerialNumber: string): Promise<Uint8Array>;
  /**
   * Puts a pass on a phone without an event, so that its changes are pushed; answers the pass's
   * hash.
   */
  install(hashedSerialNumber: string): Promise<string>;
  /** All stored data of a pass that no answer shows. */
  events(hashedSerialNumber: string): Promise<readonly TrackedEvent[]>;
  jobs(): Promise<readonly Job[]>;
  /** Delivers the pushes that are due; nothing else delivers them. */
  deliver(): Promise<void>;
  /** Makes an API key, for the owner unless the test names another account. */
  apiKey(surface: ApiSurface, account?: Account): Promise<MadeApiKey>;
  account(email: string, manager?: string): Promise<{ account: Account; clientHash: string }>;
  /** The root to verify pass signatures with, PEM. */
  rootPem(): Promise<string>;
  close(): Promise<void>;
}

export interface TestOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly examples?: readonly Example[];
  readonly injected?: Injected;
  /** Makes a secret, certificates and an account of its own, as at a first start. */
  readonly firstStart?: boolean;
}

export async function openTestApp(options: TestOptions = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-'));
  const env = {
    DATA_DIR: join(folder, 'data'),
    ADMIN_EMAIL: OWNER.email,
    ADMIN_PASSWORD: OWNER.password,
    ROOT_URL: 'http://passes.test',
    ...options.env,
  };
  const config = readConfig(env, false);
  const started = startedDataDir();
  if (started !== null && !needsFirstStart(options)) await cp(started, config.dataDir, { recursive: true });
  let now = START;
  const clock = options.injected?.clock ?? { now: () => now };
  const logged: TestApp['logged'] = [];
  const scope = new AsyncLocalStorage<Readonly<Record<string, unknown>>>();
  const write = (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push([{ ...scope.getStore(), ...fields }, message]);
  };
  const log: Log = { info: write, warn: write, error: write, within: (fields, work) => scope.run(fields, work) };
  const app = await openApp(config, log, async () => options.examples ?? [], {
    pictures: sharedPictures(),
    ...options.injected,
    clock,
  });
  const { context } = app;
  const owner = (await context.store.accountByEmail(env.ADMIN_EMAIL))!;
  const clientHash = clientHashOf(context.settings.secret, owner);

  const fetch = async (path: string, init?: RequestInit) => app.server.request(`${config.rootUrl}${path}`, init);
  const call: TestApp['call'] = async (name, parameters = {}, headers = {}) => {
    const response = await fetch(`/api/${name}.php`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(parameters),
    });
    const answer = await response.json();
    requireDocumented(name, answer);
    return answer;
  };
  const must = async (name: string, parameters: Record<string, unknown>) => {
    const answer = await call(name, { clientHash, ...parameters });
    if (answer.success !== true) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const rootPem = () => readFile(join(config.dataDir, DEVELOPMENT_ROOT), 'utf8');
  return {
    app,
    config,
    clientHash,
    owner,
    logged,
    advance: (ms) => {
      now += ms;
    },
    now: () => clock.now(),
    call,
    fetch,
    template: async (passConstructor, more = {}) =>
      (await must('insertUpdateTemplate', { templateName: 'Test', passConstructor, ...more })).templateHash,
    pass: async (templateHash, fields = {}) =>
      (await must('createPassFromTemplateFields', { templateHash, ...fields })).hashedSerialNumber,
    file: async (hash) => {
      const response = await fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      verifyPackage(bytes, await rootPem(), clock.now());
      return bytes;
    },
    install: async (hash) => {
      const phone = { deviceLibraryIdentifier: `phone with ${hash}`, passTypeIdentifier: 'pass.dev.passwright' };
      await context.store.registerDevice(hash, { ...phone, pushToken: '00', at: now }, () => ({ result: null }));
      return hash;
    },
    events: async (hash) => context.store.tracking((await context.store.passByHash(hash))!.pass.id),
    jobs: () => context.store.waitingJobs(10_000),
    deliver: () => app.jobs.settle(),
    apiKey: (surface, account = owner) => addApiKey(context, account, surface),
    account: async (email, manager) => {
      const account = await addAccount(context, {
        email,
        password: 'correct horse',
        ...(manager === undefined ? {} : { manager }),
      });
      return { account, clientHash: clientHashOf(context.settings.secret, account) };
    },
    rootPem,
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Whether a test is about a first start. Other tests get a copy of a data folder that a server
 * started once: making three RSA keys and a password's hash takes half a second.
 */
function needsFirstStart({ env = {}, examples, injected, firstStart = false }: TestOptions): boolean {
  const decided = ['DATA_DIR', 'SECRET_KEY', 'ADMIN_EMAIL', 'ADMIN_PASSWORD'];
  return firstStart || examples !== undefined || injected?.ids !== undefined || decided.some((name) => name in env);
}

/** A small template with one of everything that tests use; `parts` replace its own. */
export function pointsTemplate(parts: JsonObject = {}): JsonObject {
  return {
    type: 'storeCard',
    description: 'Points card',
    organizationName: 'Corner Bakery',
    backgroundColor: 'rgb(1, 2, 3)',
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
      secondaryFields: [
        { key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true, PSLabel: 'Your name' } },
        { key: 'seen', label: 'SEEN', value: 'yes', PSConditions: 'scanned' },
      ],
      backFields: [{ key: 'secretless', label: 'Back', value: '{note}' }],
    },
    barcode: { format: 'PKBarcodeFormatQR', message: '{hashedSerialNumber}' },
    additional: { note: '', counter: 0 },
    triggers: {
      onScan: {
        action: 'PSActionIncrementValue',
        targetPath: 'structure_headerFields_points_value',
        amount: 1,
      },
    },
    ...parts,
  };
}
