// Examples of what callers could do again and again: loops, new passes, pictures, phones, guesses,
// sessions, and what fills the log.
import { randomBytes } from 'node:crypto';
import { link, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { freePort, runCli, start, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { OWNER } from '../fixtures/scenarios/till.ts';
import { heldIn, phoneOf } from '../fixtures/wallet/phone.ts';
import type { Example } from './examples.ts';
import { answerOf, tally, told } from './examples-bodies.ts';
import type { SmallServer } from './small-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

const template = async (small: SmallServer, parts = {}) =>
  (await small.made('insertUpdateTemplate', { templateName: 'T', passConstructor: pointsTemplate(parts) }))
    .templateHash as string;
const pass = async (small: SmallServer, templateHash: string, fields = {}) =>
  (await small.made('createPassFromTemplateFields', { templateHash, ...fields })).hashedSerialNumber as string;
const post = (small: SmallServer, path: string, parameters: object, from?: string) =>
  answerOf(
    small.send('POST', path, {
      headers: JSON_TYPE,
      body: JSON.stringify(parameters),
      ...(from === undefined ? {} : { from }),
    }),
  );
/** The session cookie of a login by the page's form. */
async function session(small: SmallServer): Promise<string> {
  const { headers } = await small.send('POST', '/login', {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: String(new URLSearchParams(OWNER)),
  });
  return String(headers['set-cookie'] ?? '').split(';')[0]!;
}

export const DOORS: readonly Example[] = [
  {
    name: 'a URL action to /scanner/track with a session cookie',
    before: '8,675 scans from one',
    env: { OUTBOUND_ALLOW: '127.0.0.0/8' },
    run: async (small) => {
      const cookie = await session(small);
      const action = {
        action: 'PSActionURL',
        url: `http://127.0.0.1:${small.server.port}/scanner/track`,
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: '{"hashedSerialNumber":"{hashedSerialNumber}","accessType":7}',
      };
      const saved = await post(small, '/api/insertUpdateTemplate.php', {
        clientHash: small.clientHash,
        templateName: 'Loop',
        passConstructor: pointsTemplate({ triggers: { onScan: action } }),
      });
      const { templateHash } = JSON.parse(saved.text);
      if (templateHash === undefined) return `the template is refused: ${JSON.parse(saved.text).message}`;
      const hashedSerialNumber = await pass(small, templateHash);
      await small.made('trackPassAccess', { hashedSerialNumber, accessType: 7 });
      const { tracking } = await small.made('passTracking', { hashedSerialNumber });
      const scans = tracking.filter(({ accessType }: { accessType: number }) => accessType === 7).length;
      return `${scans} scans from one`;
    },
  },
  {
    name: 'new passes by the API without an account, 1,510 in a row',
    before: '1,510 in 5 s',
    run: async (small) => {
      const templateHash = await template(small);
      const create = () => post(small, '/api/createPassFromTemplateFields.php', { templateHash }, '192.0.2.9');
      const answers = [];
      for (let at = 0; at < 1510; at += 10) answers.push(...(await Promise.all(Array.from({ length: 10 }, create))));
      return tally(answers);
    },
  },
  {
    name: 'pictures of holders',
    before: 'the database grows by 361 MB in 5 s',
    env: { PICTURE_LIMIT: '20' },
    run: async (small) => {
      const images = { logo: { PSEditable: true, PSValue: '' } };
      const hashedSerialNumber = await pass(small, await template(small, { images }));
      const answers = [];
      for (let at = 0; at < 20; at++) {
        const raw = { width: 900, height: 900, channels: 3 } as const;
        const png = await sharp(randomBytes(900 * 900 * 3), { raw })
          .png()
          .toBuffer();
        const images_logo = `data:image/png;base64,${png.toString('base64')}`;
        answers.push(await post(small, '/api/updatePassFields.php', { hashedSerialNumber, images_logo }));
      }
      return `${tally(answers)} with PICTURE_LIMIT=20 (default 500 MB a day and template)`;
    },
  },
  {
    name: '3,000 phones on one pass',
    before: 'registered in 1.9 s: 3,000 pushes a change',
    run: async (small) => {
      const hash = await pass(small, await template(small));
      const file = await small.client.get(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
      const held = heldIn(file.bytes);
      const fetch = async (path: string, { method = 'GET', headers, body }: RequestInit = {}) => {
        const sent = { headers: headers as Record<string, string>, body: body as string };
        return new Response(null, { status: (await small.send(method, path, sent)).status });
      };
      const answers = [];
      for (let at = 0; at < 3000; at += 50) {
        const some = Array.from({ length: 50 }, (_, number) =>
          phoneOf({ fetch }, `phone-${at + number}`).register(held),
        );
        answers.push(...(await Promise.all(some)).map((status) => ({ status })));
      }
      return tally(answers);
    },
  },
  {
    name: 'a four-digit passcode, guessed from one IPv6 /64',
    before: 'found in 737 tries',
    run: async (small) => {
      const hash = await pass(small, await template(small));
      const added = await runCli(['apikey', 'add', '--surface', 'pass2u', '--account', OWNER.email, '--json'], {
        DATA_DIR: small.server.dataDir,
      });
      const { key } = JSON.parse(added.stdout);
      const database = new Sqlite(join(small.server.dataDir, 'passwright.sqlite'), { readonly: true });
      const modelId = database
        .prepare<[string], number>('SELECT template_id FROM passes WHERE hash = ?')
        .pluck()
        .get(hash);
      database.close();
      const made = await small.send('POST', `/v2/models/${modelId}/passes`, {
        headers: { ...JSON_TYPE, 'x-api-key': key },
        body: JSON.stringify({ passcode: '0737' }),
      });
      if (made.status !== 200) throw new Error(`${made.status} ${made.text} ${added.stderr}`);
      const { passId } = JSON.parse(made.text);
      for (let tries = 0; tries < 1000; tries++) {
        const { status } = await small.send('POST', `/d/${passId}`, {
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
          body: `passcode=${String(tries).padStart(4, '0')}`,
          from: `2001:db8:1:1::${tries.toString(16)}`,
        });
        if (status === 429) return `refused with 429 after ${tries} tries`;
        if (status < 400) return `FOUND after ${tries} tries`;
      }
      return 'never refused in 1,000 tries';
    },
  },
  {
    name: 'a cookie that was copied before the logout',
    before: 'stays logged in',
    run: async (small) => {
      const cookie = await session(small);
      const home = () => small.send('GET', '/', { headers: { cookie } });
      const before = await home();
      await small.send('POST', '/logout', { headers: { cookie, 'sec-fetch-site': 'same-origin' } });
      const after = await home();
      return `/ shows ${before.text.includes('Log out') ? 'the account' : 'no account'}, and after the logout ${after.text.includes('Log out') ? 'STILL the account' : 'the login'}`;
    },
  },
  {
    name: 'login by GET, and from another origin',
    before: 'sets a session',
    run: async (small) => {
      const query = new URLSearchParams(OWNER);
      const byGet = await small.send('GET', `/api/login.php?${query}`);
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://other.example',
        'sec-fetch-site': 'cross-site',
      };
      const crossing = await small.send('POST', '/api/login.php', { headers, body: String(query) });
      const cookies = [byGet, crossing].map((got) =>
        got.headers['set-cookie'] === undefined ? 'no cookie' : 'A COOKIE',
      );
      return `by GET ${cookies[0]}, from another origin ${cookies[1]}; both answer a clientHash: ${[byGet, crossing].every(({ text }) => text.includes('clientHash'))}`;
    },
  },
  {
    name: '/wallet/v1/log with 301 bytes, 1,000 times',
    before: '12 kB of log each',
    run: async (small) => {
      const before = small.server.stdout().length;
      const body = JSON.stringify({ logs: Array.from({ length: 70 }, () => '') }).slice(0, 301);
      const answers = [];
      for (let at = 0; at < 1000; at++) {
        answers.push(
          await small.send('POST', '/wallet/v1/log', {
            headers: JSON_TYPE,
            body: body.endsWith('}') ? body : '{"logs":["a"]}',
          }),
        );
      }
      const grown = small.server.stdout().length - before;
      return `${tally(answers)}; ${(grown / 1000).toFixed(0)} bytes of log each, the line of the request included`;
    },
  },
  {
    name: '/d/<hash>, with a comma in the log',
    before: 'logged with its hash',
    run: async (small) => {
      const hash = await pass(small, await template(small));
      await small.send('GET', `/d/${hash},`);
      return small.server.stdout().includes(hash) ? 'LOGGED with its hash' : 'the log has no hash';
    },
  },
  {
    name: 'a .pkpass that unpacks to 128 MB (the one of 984 kB: to a gigabyte)',
    before: '1.1 GB of memory',
    run: async (small) => {
      const folder = await temporaryFolder();
      const file = join(folder, 'bomb.pkpass');
      const zeros = new Uint8Array(16 * 1024 * 1024 - 1);
      const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`f${at}.png`, zeros]));
      await writeFile(file, zipSync({ 'pass.json': Buffer.from('{}'), ...files }));
      const { code, stderr } = await runCli(['template', 'import', file, '--account', OWNER.email], {
        DATA_DIR: small.server.dataDir,
        NODE_OPTIONS: '--max-old-space-size=512',
      });
      return `exit ${code}: ${stderr.trim().slice(0, 100)}`;
    },
  },
  {
    name: 'half a surrogate in a title',
    before: '500',
    run: async (small) => {
      const headers = JSON_TYPE;
      const text = JSON.stringify(pointsTemplate({ organizationName: 'X' })).replace('"X"', '"\\ud83d"');
      const body = `{"clientHash":${JSON.stringify(small.clientHash)},"templateName":"\\ud83d","passConstructor":${text}}`;
      const saved = await small.send('POST', '/api/insertUpdateTemplate.php', { headers, body });
      return told(saved);
    },
  },
  {
    name: 'a second server on a hard link of the database',
    before: 'starts',
    run: async (small) => {
      const folder = await temporaryFolder();
      const second = join(folder, 'second.sqlite');
      await link(join(small.server.dataDir, 'passwright.sqlite'), second);
      const { code, stderr } = await start('main', [], {
        PORT: String(await freePort()),
        DATA_DIR: folder,
        DATABASE_URL: `sqlite:${second}`,
      }).ended;
      return `exit ${code}: ${stderr.trim().slice(0, 80)}`;
    },
  },
  {
    name: '64 viewers of a pass page',
    before: 'healthz 1.3 s',
    run: async (small) => {
      const hash = await pass(small, await template(small));
      const view = () => small.send('GET', `/pass/create.php?hashedSerialNumber=${hash}`);
      await view();
      const started = performance.now();
      const answers = [];
      for (let round = 0; round < 5; round++) answers.push(...(await Promise.all(Array.from({ length: 64 }, view))));
      return `${tally(answers)}, ${((performance.now() - started) / 320).toFixed(1)} ms a page`;
    },
  },
];
