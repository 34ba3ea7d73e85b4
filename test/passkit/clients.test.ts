// Requests of public clients that others wrote, as those send them: method, path, headers and body. What each is, and what it
// needs, is said beside it.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { changeAccountSettings } from '../../src/operations/accounts/account-settings.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

let p: PassKitClient;
beforeEach(async () => {
  p = await openPassKit();
  await p.campaign();
});
afterEach(() => p.t.close());

const get = async (id: string) => (await p.call('GET', `/passes/${id}`)).body;

describe('ys-passkit-and-cherrypie-client, for Node', () => {
  /** Its template has these keys, and its own tests send `points`. */
  const dynamicKeys = ['memberPoints', 'memberName'].map((key) => ({ key, type: 'string', defaultValue: null }));
  /** urllib sends JSON without saying so, and the header "timeout". */
  const urllib = async (method: string, path: string, body: JsonObject | readonly JsonObject[]) => {
    const response = await p.send(path, {
      method,
      body: Buffer.from(JSON.stringify(body)),
      headers: { timeout: '30000' },
    });
    return { status: response.status, body: (await response.json()) as any };
  };

  test('sends data under keys that the template has not: it comes back, beside what the pass has', async () => {
    await p.template({ dynamicKeys, passbook: { ...(TEMPLATE.passbook as JsonObject), header: [] } });
    const made = await urllib('POST', '/passes', {
      templateName: 'templateName',
      userDefinedId: 'USER_1',
      dynamicData: { points: '10' },
      recoveryEmail: null,
    });
    expect(made).toEqual({ status: 200, body: { id: expect.any(String) } });
    const { id } = made.body;
    expect((await get(id)).dynamicData).toEqual({ points: '10' });
    const escaped = '/passes%3FuserDefinedId%3DUSER_1%26campaignName%3DcampaignName';
    const update = { dynamicData: { points: '40', memberName: 'Ada', other: { deep: [1] } }, dynamicImages: {} };
    expect(await urllib('PUT', escaped, update)).toEqual({ status: 200, body: { id } });
    expect((await get(id)).dynamicData).toEqual(update.dynamicData);
    expect(await urllib('PUT', '/passesBatch', [{ id, dynamicData: { points: null, other: 5 } }])).toMatchObject({
      status: 200,
    });
    expect((await get(id)).dynamicData).toEqual({ memberName: 'Ada', other: 5 });
    const { body } = await p.call('GET', `/passesBatch%3Fid%3D${id}`);
    expect(body).toEqual([await get(id)]);
  });

  test('data under other keys has a limit', async () => {
    await p.template();
    const body = { templateName: 'templateName', dynamicData: { everything: 'x'.repeat(1_000_000) } };
    expect(await urllib('POST', '/passes', body)).toMatchObject({ status: 400, body: { field: 'dynamicData' } });
  });
});

describe("PassKit's SDK for PHP", () => {
  /** Its token counts milliseconds: a whole number that PHP writes as a float. */
  const unirest = async (method: string, path: string, data: unknown) => {
    const payload = Buffer.from(`{"key":"${p.apiKey.key}","exp":${p.t.now() + 6000}.0}`).toString('base64url');
    const signed = `${Buffer.from('{"typ":"JWT","alg":"HS256"}').toString('base64url')}.${payload}`;
    const signature = createHmac('sha256', p.apiKey.secret!).update(signed).digest('base64url');
    return p.t.fetch(`/v2/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `PKAuth ${signed}.${signature}`,
        'content-type': 'application/json',
        'user-agent': 'unirest-php/2.0',
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(data) }),
    });
  };
  const json = async (asked: Promise<Response>) => {
    const response = await asked;
    return { status: response.status, body: await response.json() };
  };

  test('needs lenientTokens, and says null where it has no data', async () => {
    await p.template();
    expect((await unirest('GET', 'campaigns', null)).status).toBe(401);
    await changeAccountSettings(p.t.app.context, ownerOf(p.t.owner), { lenientTokens: true }, []);
    expect((await unirest('GET', 'campaigns', null)).status).toBe(200);
    expect(await (await unirest('POST', 'passbookCsrs', null)).text()).toContain('BEGIN CERTIFICATE REQUEST');
    const done = { status: 200, body: { name: 'templateName' } };
    expect(await json(unirest('PUT', 'templates/templateName', null))).toEqual(done);
    expect(await json(unirest('PUT', 'templates/templateName', { language: 'de' }))).toEqual(done);
    const id = await p.pass({ userDefinedId: '12345' });
    const path = 'passes?userDefinedId=12345&campaignName=campaignName';
    expect(await json(unirest('PUT', path, null))).toEqual({ status: 200, body: { id } });
    expect(await json(unirest('POST', 'passes', null))).toMatchObject({ status: 400, body: { field: 'templateName' } });
    const passes = [{ templateName: 'templateName' }, { templateName: 'templateName' }];
    expect(await json(unirest('POST', 'passesBatch', { passes }))).toMatchObject({
      status: 200,
      body: { id: [expect.any(String), expect.any(String)] },
    });
    const update = { passes: [{ passId: id, recoveryEmail: 'ada@example.com' }] };
    expect(await json(unirest('PUT', 'passesBatch', update))).toEqual({ status: 200, body: { id: [id] } });
    expect(await get(id)).toMatchObject({ recoveryEmail: 'ada@example.com' });
  });
});

test("PassKit's SDKs for Java and C# leave out the sign after campaignName", async () => {
  await p.template();
  const id = await p.pass({ userDefinedId: '12345' });
  const path = '/passes?userDefinedId=12345&campaignNamecampaignName';
  expect(await p.call('GET', path)).toEqual({ status: 200, body: await get(id) });
  expect(await p.call('PUT', path, { isRedeemed: true })).toEqual({ status: 200, body: { id } });
  expect((await get(id)).isRedeemed).toBe(true);
  expect(await p.call('GET', '/passes?userDefinedId=12345&campaignNameabsent')).toMatchObject({ status: 404 });
  expect(await p.call('GET', '/passes?userDefinedId=12345')).toMatchObject({
    status: 400,
    body: { error: 'parameter_missing', field: 'campaignName' },
  });
});

test("PassKit's SDK for Java says JSON where it sends no body, and sends jsonBody beside an image", async () => {
  await p.template();
  const id = await p.pass();
  const put = async (path: string) => {
    const response = await p.send(path, { method: 'PUT', headers: { 'content-type': 'application/json' } });
    return { status: response.status, body: await response.json() };
  };
  expect(await put(`/passes/${id}/redeem`)).toEqual({ status: 200, body: { id } });
  expect(await put('/templates/templateName/push')).toEqual({ status: 200, body: { name: 'templateName' } });
  expect(await p.form('POST', '/images', {}, { image: p.icon })).toEqual({
    status: 200,
    body: { path: expect.stringMatching(/^images\/[0-9a-f]{64}$/) },
  });
  const again = await put('/recoveryEmails/resend');
  expect(again).toMatchObject({ status: 400, body: { error: 'body_invalid' } });
});

test("PassKit's pk-pass-display reads a pass from another site, and finds texts and images of a language", async () => {
  await p.template({}, { 'passbook-IconFile': p.icon, 'passbook-fr-LogoFile': p.icon, 'passbook-LogoFile': p.icon });
  const response = await p.t.fetch(`/v2/passes/${await p.pass()}/json`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const { appleWallet } = (await response.json()) as any;
  const image = expect.stringMatching(/^http:\/\/passes\.test\/images\/[0-9a-f]{64}$/);
  expect(appleWallet.images).toEqual({ icon: image, logo: image });
  expect(appleWallet.locales).toEqual({ fr: { text: { Hello: 'Bonjour' }, images: { logo: image } } });
});
