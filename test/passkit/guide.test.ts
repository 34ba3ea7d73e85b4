// Every example of the guide, run by curl against a real server as it is printed: host, token and names apart. What the guide
// lost when it was saved, the backslashes at the ends of lines, is put back by joining them.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MadeApiKey } from '../../src/operations/access/api-keys.ts';
import { forWholeFile } from '../clean-up.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { makeAppleChain } from '../fixtures/pass/apple-chain.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { TEMPLATE, TEMPLATE_UPDATE } from '../fixtures/passkit/guide-bodies.ts';
import { token } from '../fixtures/passkit/tokens.ts';
import { type RunningServer, startServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';

const EMAIL = 'owner@example.com';
const execute = promisify(execFile);

let server: RunningServer;
let folder: string;
let apiKey: MadeApiKey;
/** What the guide calls Poxgb4dEJa and RanD0mStr1ng. */
let certificateId = '';
let passId = '';
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);

beforeAll(async () => {
  const env = { ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: 'correct horse battery' };
  [server, folder] = await forWholeFile(() => Promise.all([startServer(env), temporaryFolder()]));
  const added = await runCommand(['apikey', 'add', '--account', EMAIL, '--surface', 'passkit', '--json'], {
    DATA_DIR: server.dataDir,
  });
  apiKey = JSON.parse(added.stdout);
  for (const name of ['icon.png', 'icon-new.png', 'strip.png', 'strip-fr.png']) {
    writeFileSync(join(folder, name), await noise(120, 120));
  }
});

/** Runs an example; what it answers, parsed when it is JSON. The status has to be 200. */
async function example(printed: string, variables: Readonly<Record<string, string>> = {}): Promise<any> {
  const command = printed
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
    .replaceAll(/https:\/\/api-pass(?:-staging)?\.(?:passkit\.net|pk-rocks\.com)/g, server.rootUrl)
    .replaceAll('json_web_token', token(apiKey, Date.now()))
    .replaceAll('Poxgb4dEJa', certificateId || 'Poxgb4dEJa')
    .replaceAll('RanD0mStr1ng', passId || 'RanD0mStr1ng')
    // An & ends a command of a shell, so an address that has one needs the quotes that other examples have.
    .replaceAll(/ (http\S+\?\S+)/g, ' "$1"');
  const curl = command.replace(/^curl /, 'curl --silent --show-error --write-out "\\n%{http_code}" ');
  const env = { ...variables, PATH: process.env.PATH ?? '' };
  const { stdout } = await execute('sh', ['-c', curl], { cwd: folder, env });
  const cut = stdout.lastIndexOf('\n');
  expect({ status: stdout.slice(cut + 1), answer: stdout.slice(0, cut) }).toMatchObject({ status: '200' });
  const text = stdout.slice(0, cut);
  return /^[{[]/.test(text) ? JSON.parse(text) : text;
}

describe.sequential('Apple Certificates', () => {
  test('Generate CSR', async () => {
    await example(`
curl https://api-pass-staging.pk-rocks.com/v2/passbookCsrs
  -X POST
  -H "Authorization:PKAuth json_web_token"
  -o download.csr`);
    expect(readFileSync(join(folder, 'download.csr'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/);
  });

  test('Upload Certificate', async () => {
    const chain = makeAppleChain();
    try {
      const leaf = chain.leaf({ request: join(folder, 'download.csr') });
      const file = Buffer.concat([readFileSync(leaf.pem), readFileSync(chain.g4.pem)]);
      writeFileSync(join(folder, 'certificate.cer'), file);
    } finally {
      chain.remove();
    }
    const answer = await example(
      `
curl https://api-pass.passkit.net/v2/campaigns
  -X POST
  -H "Authorization:PKAuth json_web_token"
  -F "passbookPEM=@certificate.cer"
  -F "jsonBody=$json"`,
      { json: JSON.stringify({ name: 'My Certificate', description: 'The certificate I created' }) },
    );
    expect(answer).toEqual({ id: expect.any(String) });
    certificateId = answer.id;
  });

  const certificate = () => ({
    id: certificateId,
    passTypeId: 'pass.com.example.bakery',
    name: 'My Certificate',
    description: 'The certificate I created',
    validFrom: expect.stringMatching(/Z$/),
    validUntil: expect.stringMatching(/Z$/),
    teamName: expect.any(String),
    teamCode: expect.any(String),
    createdAt: ISO,
    updatedAt: ISO,
  });

  test('Retrieve Certificate Information', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/passbookCerts/Poxgb4dEJa
  -X GET
  -H "Authorization:PKAuth json_web_token"`);
    expect(answer).toEqual(certificate());
  });

  test('List Your Certificates', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/passbookCerts
  -X GET
  -H "Authorization:PKAuth json_web_token"`);
    expect(answer).toEqual([certificate()]);
  });
});

describe.sequential('Campaigns', () => {
  test('Create a Campaign', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/campaigns
  -X POST
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "name": "campaignName",
    "passbookCertId": "Poxgb4dEJa",
    "status": "ACTIVE",
    "displayName": "Campaign Name",
    "description": "Campaign Description",
    "startDate": "2016-01-01T00:00:00Z",
    "maxIssue": 0
  }'`);
    expect(answer).toEqual({ name: 'campaignName' });
  });

  test('Update a Campaign', async () => {
    // Its end is long past, so that no later example could make a pass: it is taken back below.
    const answer = await example(`
curl https://api-pass.passkit.net/v2/campaigns/campaignName
  -X PUT
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "displayName": "New Display Name",
    "description": "New Campaign Description",
    "startDate": "2016-01-01T00:00:00Z",
    "endDate": "2017-01-01T00:00:00Z",
    "maxIssue": 0
  }'`);
    expect(answer).toEqual({ name: 'campaignName' });
  });

  test('Retrieve a Campaign', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/campaigns/campaignName
  -X GET
  -H "Authorization:PKAuth json_web_token"`);
    expect(answer).toEqual({
      index: expect.any(String),
      name: 'campaignName',
      passbookCertId: certificateId,
      status: 'ACTIVE',
      startDate: '2016-01-01T00:00:00Z',
      endDate: '2017-01-01T00:00:00Z',
      createdAt: ISO,
      updatedAt: ISO,
      displayName: 'New Display Name',
      description: 'New Campaign Description',
      whiteLabel: {},
      maxIssue: 0,
      issued: 0,
    });
    await example(`
curl https://api-pass.passkit.net/v2/campaigns/campaignName -X PUT -H "Authorization:PKAuth json_web_token"
  -d '{"endDate": null}'`);
  });
});

describe.sequential('Templates', () => {
  test('Create a Template', async () => {
    const answer = await example(
      `
curl https://api-pass.passkit.net/v2/templates
  -X POST
  -H "Authorization:PKAuth json_web_token"
  -F "passbook-IconFile=@icon.png"
  -F "passbook-StripFile=@strip.png"
  -F "passbook-fr-StripFile=@strip-fr.png"
  -F "jsonBody=$templateBody"`,
      { templateBody: JSON.stringify(TEMPLATE, null, 4) },
    );
    expect(answer).toEqual({ name: 'templateName' });
  });

  const KEYS = [
    ...['index', 'name', 'campaignName', 'status', 'language', 'startDate', 'createdAt', 'updatedAt', 'timezone'],
    ...['maxIssue', 'dynamicKeys', 'dynamicImageKeys', 'passbook', 'passbookLang', 'issued', 'pushed'],
    ...['passbookDevices', 'androidPayDevices', 'alipayDevices'],
  ];

  test('Retrieve a Template, as printed: without its name', async () => {
    const [answer] = await example(
      `
curl https://api-pass.passkit.net/v2/templates
  -X GET
  -H "Authorization:PKAuth json_web_token"
  -F "passbookPEM=@certificate.cer"
  -F "jsonBody=$templateJson"`,
      { templateJson: JSON.stringify(TEMPLATE) },
    );
    expect(Object.keys(answer)).toEqual(KEYS);
  });

  test('Retrieve a Template, as its URL is said to be', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/templates/templateName
  -X GET
  -H "Authorization:PKAuth json_web_token"`);
    expect(Object.keys(answer)).toEqual(KEYS);
    const files = { iconFile: 'icon.png', stripFile: 'strip.png' };
    expect(answer).toMatchObject({
      ...TEMPLATE,
      passbook: { ...(TEMPLATE.passbook as object), ...files },
      passbookLang: { fr: { text: { Hello: 'Bonjour' }, stripFile: 'strip-fr.png' } },
    });
  });

  test('Update a Template', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/templates/templateName
  -X PUT
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "passbook": {
      "bgColor": {
        "red": 22,
        "green": 88,
        "blue": 168
      },
      "labelColor": {
        "red": 245,
        "green": 244,
        "blue": 244
      }
    }
  }'`);
    expect(answer).toEqual({ name: 'templateName' });
  });

  test('Update a Template With Images', async () => {
    const answer = await example(
      `
curl https://api-pass.passkit.net/v2/templates/templateName
  -X PUT
  -H "Authorization:PKAuth json_web_token"
  -F "passbook-IconFile=@icon-new.png"
  -F "jsonBody=$templateBody"`,
      { templateBody: JSON.stringify(TEMPLATE_UPDATE, null, 2) },
    );
    expect(answer).toEqual({ name: 'templateName' });
  });

  test('Push Updates', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/templates/templateName/push
  -X PUT
  -H "Authorization:PKAuth json_web_token"`);
    expect(answer).toEqual({ name: 'templateName' });
  });
});

describe.sequential('Passes', () => {
  test('Create a Pass', async () => {
    const answer = await example(`
curl "https://api-pass.passkit.net/v2/passes"
  -X "POST" 
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "templateName": "templateName",
    "dynamicData": {
      "points":"10"
    }
  }'`);
    expect(answer).toEqual({ id: expect.any(String) });
    passId = answer.id;
  });

  const KEYS = [
    ...['id', 'campaignName', 'templateName', 'passbookDevices', 'androidPayDevices', 'alipayDevices', 'updatedAt'],
    ...['createdAt', 'isInvalid', 'isRedeemed', 'dynamicData', 'dynamicImages'],
  ];

  test('Retrieve a Pass', async () => {
    const answer = await example(`
curl https://api-pass.passkit.net/v2/passes/RanD0mStr1ng
  -X GET
  -H "Authorization:PKAuth json_web_token"`);
    expect(Object.keys(answer)).toEqual(KEYS);
    expect(answer).toMatchObject({
      isInvalid: false,
      isRedeemed: false,
      dynamicData: { points: '10' },
      dynamicImages: null,
    });
  });

  test('Update a Pass', async () => {
    const answer = await example(`
curl "https://api-pass.passkit.net/v2/passes/RanD0mStr1ng"
  -X "PUT" 
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "dynamicData": {
      "points":"20"
    },
    "isRedeemed": true
  }'`);
    expect(answer).toEqual({ id: passId });
  });

  test('Retrieve and Update a Pass with User Defined Id', async () => {
    await example(`
curl https://api-pass.passkit.net/v2/passes/RanD0mStr1ng -X PUT -H "Authorization:PKAuth json_web_token"
  -d '{"userDefinedId": "12345"}'`);
    const answer = await example(`
curl https://api-pass.passkit.net/v2/passes?userDefinedId=12345&campaignName=campaignName
  -X GET
  -H "Authorization:PKAuth json_web_token"`);
    expect(Object.keys(answer)).toEqual(['id', 'userDefinedId', ...KEYS.slice(1)]);
    const updated = await example(`
curl https://api-pass.passkit.net/v2/passes?userDefinedId=12345&campaignName=campaignName
  -X PUT
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "dynamicData": {
      "points":"20"
    },
    "isRedeemed": true
  }'`);
    expect(updated).toEqual({ id: passId });
  });

  test('Batch Create Passes', async () => {
    const answer = await example(`
curl "https://api-pass.passkit.net/v2/passesBatch"
  -X "POST" 
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "passes": [
      {
        "templateName": "templateName",
        "dynamicData": {
          "points":"10"
        }
      }
    ]
  }'`);
    expect(answer).toEqual({ id: [expect.any(String)] });
  });

  test('Batch Update Passes, the comma missing as in the guide', async () => {
    const answer = await example(`
curl "https://api-pass.passkit.net/v2/passesBatch"
  -X "PUT" 
  -H "Authorization:PKAuth json_web_token"
  -H "Content-Type: application/json"
  -d '{
    "passes": [
      {
        "id": "RanD0mStr1ng"
        "templateName": "templateName",
        "dynamicData": {
          "points":"10"
        }
      }
    ]
  }'`);
    expect(answer).toEqual({ id: [passId] });
  });
});
