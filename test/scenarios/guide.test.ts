// Every entry of the guide's "Examples and Tutorials", done as the guide writes it, by curl against a real server.
//
// What needs a page or a device is tested where that is: the form of register.php behind the two registration links and the
// portal that writes psPortalUpdatePaths come with their pages, and until then a registration is logged with accessType 4
// and the news is set with insertUpdateTemplate; a push is written as a job here and reaches phones with the web service.
// Of "Create a pass in iOS" the file that an app downloads is tested; PassKit then asks its user.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { forWholeFile } from '../clean-up.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { fieldsOf } from '../fixtures/scenarios/example-pass.ts';
import { type Answer, type RunningServer, startServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';

const ADMIN = { email: 'owner@example.com', password: 'correct horse battery' };
const run = promisify(execFile);

let server: RunningServer;
let folder: string;
let clientHash: string;

beforeAll(async () => {
  const env = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };
  [server, folder] = await forWholeFile(() => Promise.all([startServer(env), temporaryFolder()]));
  ({ clientHash } = await api('login', ADMIN));
});

async function curl(...args: string[]): Promise<string> {
  return (await run('curl', ['--silent', '--show-error', ...args])).stdout;
}

/** `--data-urlencode` for each; with `--get` they go into the address. */
const encoded = (fields: Record<string, string>) =>
  Object.entries(fields).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`]);

/** "{apiFunctionName}.php?clientHash={clientHash}&{parameters}" */
async function api(name: string, parameters: Record<string, string>): Promise<Answer> {
  const answer = JSON.parse(await curl('--get', `${server.rootUrl}/api/${name}.php`, ...encoded(parameters)));
  expect(answer, name).toMatchObject({ success: true });
  return answer;
}

/** Large data goes "via HTML POST with the key JSON". Answers the templateHash. */
async function saveTemplate(passConstructor: JsonObject, templateHash?: string): Promise<string> {
  const json = JSON.stringify({ templateName: 'From the guide', passConstructor, clientHash, templateHash });
  const url = `${server.rootUrl}/api/insertUpdateTemplate.php`;
  const saved = JSON.parse(await curl(url, ...encoded({ JSON: json })));
  expect(saved).toMatchObject({ success: true });
  return saved.templateHash;
}

/** A store card with the parts that an entry is about. */
function card({ structure = {}, ...parts }: JsonObject): JsonObject {
  return {
    type: 'storeCard',
    description: 'A card of the guide',
    organizationName: 'The guide',
    backgroundColor: 'red',
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
      secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true } }],
      ...(structure as JsonObject),
    },
    barcode: { format: 'PKBarcodeFormatQR', message: '{hashedSerialNumber}' },
    ...parts,
  };
}

/** A field with a condition, to see whether it is shown. */
const conditional = (PSConditions: string) => ({
  backFields: [{ key: 'deal', label: 'Deal', value: 'Today only', PSConditions }],
});

async function makePass(templateHash: string, fields: Record<string, string> = {}): Promise<string> {
  return (await api('createPassFromTemplateFields', { clientHash, templateHash, ...fields })).hashedSerialNumber;
}

const track = (hashedSerialNumber: string, accessType: string) =>
  api('trackPassAccess', { clientHash, hashedSerialNumber, accessType });
const scan = (hash: string) => track(hash, '7');
const register = (hash: string) => track(hash, '4');
const setFields = (hashedSerialNumber: string, fields: Record<string, string>) =>
  api('updatePassFields', { clientHash, hashedSerialNumber, ...fields });

/** pass.json of the file behind an address, once OpenSSL and the manifest agree with it. */
async function download(address: string): Promise<any> {
  const file = join(folder, 'pass.pkpass');
  const type = await curl('--fail', '--output', file, '--write-out', '%{content_type}', address);
  expect(type).toBe('application/vnd.apple.pkpass');
  const rootPem = await readFile(join(server.dataDir, 'development-root.pem'), 'utf8');
  return verifyPackage(await readFile(file), rootPem).passJson;
}
const passJson = (hash: string) =>
  download(`${server.rootUrl}/pass/create.php?hashedSerialNumber=${hash}&download=true`);
const fields = async (hash: string) => fieldsOf(await passJson(hash));

describe('registration', () => {
  test('Prompt a user to register.', async () => {
    const template = await saveTemplate(
      card({
        structure: {
          backFields: [
            {
              key: 'register',
              value:
                'Register your pass for additional benefits! {rootPath}/register.php?hashedSerialNumber={hashedSerialNumber}',
              attributedValue:
                '<a href="{rootPath}/pass/register.php?hashedSerialNumber={hashedSerialNumber}">Register your pass</a> for additional value!',
              PSConditions: '!registered',
            },
          ],
        },
      }),
    );
    const pass = await makePass(template);
    const { rootUrl } = server;
    expect((await fields(pass)).register).toMatchObject({
      value: `Register your pass for additional benefits! ${rootUrl}/register.php?hashedSerialNumber=${pass}`,
      attributedValue: `<a href="${rootUrl}/pass/register.php?hashedSerialNumber=${pass}">Register your pass</a> for additional value!`,
    });
    await register(pass);
    expect((await fields(pass)).register).toBeUndefined();
  });

  test('Include a link to update registration.', async () => {
    const template = await saveTemplate(
      card({
        structure: {
          backFields: [
            {
              key: 'update',
              value: 'Update your information: {rootPath}/register.php?hashedSerialNumber={hashedSerialNumber}',
              attributedValue:
                '<a href="{rootPath}/pass/register.php?hashedSerialNumber={hashedSerialNumber}">Update your information</a>',
              PSConditions: 'registered',
            },
          ],
        },
      }),
    );
    const pass = await makePass(template);
    expect((await fields(pass)).update).toBeUndefined();
    await register(pass);
    const { rootUrl } = server;
    expect((await fields(pass)).update).toMatchObject({
      value: `Update your information: ${rootUrl}/register.php?hashedSerialNumber=${pass}`,
      attributedValue: `<a href="${rootUrl}/pass/register.php?hashedSerialNumber=${pass}">Update your information</a>`,
    });
  });

  test('Add 25 points to a header field after registering the pass.', async () => {
    const onRegister = JSON.parse(
      '{"action":"PSActionIncrementValue","targetPath":"structure_headerFields_points_value","amount":25,"PSConditions":"!registered"}',
    );
    const pass = await makePass(await saveTemplate(card({ triggers: { onRegister } })));
    for (const _ of ['the first time', 'again']) {
      await register(pass);
      expect((await fields(pass)).points.value).toBe(25);
    }
  });
});

test('Push notifications to installed users.', async () => {
  const withNews = (value: string) =>
    card({
      structure: { backFields: [{ key: 'news', label: 'Latest News', value, changeMessage: '%@' }] },
      additional: { psPortalUpdatePaths: 'structure_backFields_news_value' },
    });
  const templateHash = await saveTemplate(withNews('Nothing new'));
  const passes = [await makePass(templateHash), await makePass(templateHash)];
  expect(await saveTemplate(withNews('Half price today'), templateHash)).toBe(templateHash);
  expect(await api('updatePassesForTemplate', { clientHash, templateHash })).toMatchObject({ count: 0 });
  for (const pass of passes) {
    expect((await fields(pass)).news).toMatchObject({
      label: 'Latest News',
      value: 'Half price today',
      changeMessage: '%@',
    });
  }
});

describe('scans', () => {
  test('Change the color of a pass when scanned.', async () => {
    const onScan = JSON.parse('{"action":"PSActionSetValue","targetPath":"backgroundColor","value":"blue"}');
    const pass = await makePass(await saveTemplate(card({ triggers: { onScan } })));
    expect((await passJson(pass)).backgroundColor).toBe('rgb(255, 0, 0)');
    expect(await scan(pass)).toMatchObject({ updated: true });
    expect((await passJson(pass)).backgroundColor).toBe('rgb(0, 0, 255)');
    expect(await scan(pass)).toMatchObject({ updated: false });
  });

  test('Add 1 point to a header field whenever the pass is scanned.', async () => {
    const onScan = JSON.parse(
      '{"action":"PSActionIncrementValue","targetPath":"structure_headerFields_points_value","amount":1}',
    );
    const pass = await makePass(await saveTemplate(card({ triggers: { onScan } })));
    for (const points of [1, 2, 3]) {
      expect(await scan(pass)).toMatchObject({ updated: true });
      expect((await fields(pass)).points.value).toBe(points);
    }
  });

  test('Create a barcode that can be used to install the pass as well as for the Pass Scanner app.', async () => {
    const message = '{rootPath}/pass/create.php?hashedSerialNumber={hashedSerialNumber}';
    const pass = await makePass(await saveTemplate(card({ barcode: { format: 'PKBarcodeFormatQR', message } })));
    const code: string = (await passJson(pass)).barcode.message;
    expect(code).toBe(`${server.rootUrl}/pass/create.php?hashedSerialNumber=${pass}`);
    expect(await curl('--fail', code)).toContain('class="downloadButton"');
    const phone = ['--user-agent', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)'];
    const type = ['--output', '/dev/null', '--write-out', '%{content_type}'];
    expect(await curl('--fail', ...phone, ...type, code)).toBe('application/vnd.apple.pkpass');
    // The scanner sends what it read.
    expect(await scan(code)).toMatchObject({ updated: false });
    const { tracking } = await api('passTracking', { clientHash, hashedSerialNumber: pass });
    expect(tracking.map((event: Answer) => event.accessType)).toEqual([1, 7]);
  });

  test('Customize how passes are displayed in lists.', async () => {
    const psPassDescription = '{structure_secondaryFields_name_value} has {structure_headerFields_points_value} points';
    const templateHash = await saveTemplate(card({ additional: { psPassDescription } }));
    const pass = await makePass(templateHash, {
      structure_secondaryFields_name_value: 'Ada',
      structure_headerFields_points_value: '7',
    });
    expect((await scan(pass)).description).toBe('Ada has 7 points');
  });

  test('Create a loyalty card with automatic redemption.', async () => {
    // The guide's own triggers were lost when it was saved; the example does what it describes.
    const example = (await readExamples()).find((it) => it.templateName.endsWith('with automatic redemption'))!;
    const pass = await makePass(await saveTemplate(example.passConstructor));
    const seen: string[] = [];
    for (let visit = 1; visit <= 6; visit++) {
      const { scanText } = await scan(pass);
      seen.push(`${scanText}: ${'coupon' in (await passJson(pass)) ? 'coupon' : 'storeCard'}`);
    }
    expect(seen).toEqual([
      ...[1, 2, 3, 4].map((stamp) => `Stamp ${stamp} of 5: storeCard`),
      'Stamp 5 of 5: coupon',
      'Coupon redeemed: one free coffee: storeCard',
    ]);
  });
});

describe('conditions', () => {
  test('Only show field if the points value is greater than 20.', async () => {
    const structure = conditional('{structure_headerFields_points_value} > 20');
    const pass = await makePass(await saveTemplate(card({ structure })));
    for (const [points, shown] of [
      ['20', undefined],
      ['21', 'Today only'],
      ['100', 'Today only'],
      ['3', undefined],
    ] as const) {
      await setFields(pass, { structure_headerFields_points_value: points });
      expect((await fields(pass)).deal?.value, points).toBe(shown);
    }
  });

  test('Only show field if the secondary name field is equal to "PassSource".', async () => {
    const structure = conditional('{structure_secondaryFields_name_value} = "PassSource"');
    const template = await saveTemplate(card({ structure }));
    const [named, other] = [
      await makePass(template, { structure_secondaryFields_name_value: 'PassSource' }),
      await makePass(template),
    ];
    expect([(await fields(named)).deal?.value, (await fields(other)).deal]).toEqual(['Today only', undefined]);
  });

  test('Only show field if the pass has been scanned.', async () => {
    const pass = await makePass(await saveTemplate(card({ structure: conditional('scanned') })));
    expect((await fields(pass)).deal).toBeUndefined();
    await scan(pass);
    expect((await fields(pass)).deal.value).toBe('Today only');
  });

  test('Show field until the pass is registered.', async () => {
    const pass = await makePass(await saveTemplate(card({ structure: conditional('!registered') })));
    expect((await fields(pass)).deal.value).toBe('Today only');
    await register(pass);
    expect((await fields(pass)).deal).toBeUndefined();
  });
});

describe('links and forms without a clientHash', () => {
  const editable = (PSValue: string) => ({ PSValue, PSEditable: true });

  test('Set the barcode message, altText, and member name for a new pass via an emailed link.', async () => {
    const templateHash = await saveTemplate(
      card({
        structure: { primaryFields: [{ key: 'member', label: 'MEMBER', value: editable('') }] },
        barcode: { format: 'PKBarcodeFormatQR', message: editable(''), altText: editable('') },
      }),
    );
    // The comma is the guide's: its hashes may end in one.
    const link = `${server.rootUrl}/pass/create.php?templateHash=${templateHash},&barcode_message=9991212&barcode_altText=9991212&structure_primaryFields_member_value=George%20P.%20Burdell`;
    expect(await curl('--fail', link)).toContain('George P. Burdell');
    const pass = await download(`${link}&download=true`);
    expect(fieldsOf(pass).member.value).toBe('George P. Burdell');
    expect(pass.barcode).toMatchObject({ message: '9991212', altText: '9991212' });
  });

  test('Get your clientHash from the API.', async () => {
    const query = `email=${encodeURIComponent(ADMIN.email)}&password=${encodeURIComponent(ADMIN.password)}`;
    const answer = JSON.parse(await curl(`${server.rootUrl}/api/login.php?${query}`));
    expect(answer).toMatchObject({ success: true, clientHash: expect.stringMatching(/^\S{20,}$/) });
    expect(await api('clientInfo', { clientHash: answer.clientHash })).toMatchObject({ email: ADMIN.email });
  });

  test('Use a web widget to allow users to create passes for their cards.', async () => {
    const barcode = { format: 'PKBarcodeFormatQR', message: editable('') };
    const templateHash = await saveTemplate(card({ type: 'generic', barcode }));
    // What a browser sends for the widget's form, whose method is get.
    const form = [
      '--get',
      `${server.rootUrl}/pass/create.php`,
      ...encoded({ templateHash, barcode_message: 'A 12/7' }),
    ];
    expect(await curl('--fail', ...form)).toContain('class="downloadButton"');
    const hash = await curl('--fail', ...form, ...encoded({ generate: 'true' }));
    const pass = await passJson(hash);
    expect([Object.hasOwn(pass, 'generic'), pass.barcode.message]).toEqual([true, 'A 12/7']);
  });

  test('Create a pass in iOS and prompt user to add to passbook.', async () => {
    const templateHash = await saveTemplate(card({}));
    const link = `${server.rootUrl}/pass/create.php?templateHash=${templateHash}&structure_secondaryFields_name_value=Ada`;
    expect(fieldsOf(await download(`${link}&download=true`)).name.value).toBe('Ada');
  });
});
