// Campaigns and certificates through the API.
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeAppleChain, TEAM } from '../fixtures/pass/apple-chain.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { CAMPAIGN } from '../fixtures/passkit/guide-bodies.ts';

let p: PassKitClient;
beforeEach(async () => {
  p = await openPassKit();
});
afterEach(() => p.t.close());

describe('campaigns', () => {
  test('are made, read as they were posted, changed and listed', async () => {
    await p.campaign({ meta: { key: 1 } });
    const { body } = await p.call('GET', '/campaigns/campaignName');
    expect(body).toEqual({
      index: expect.stringMatching(/^.{8,}$/),
      name: 'campaignName',
      passbookCertId: expect.any(String),
      status: 'ACTIVE',
      startDate: '2016-01-01T00:00:00Z',
      createdAt: '2026-03-01T12:00:00.000Z',
      updatedAt: '2026-03-01T12:00:00.000Z',
      displayName: 'Campaign Name',
      description: 'Campaign Description',
      whiteLabel: {},
      maxIssue: 0,
      issued: 0,
      meta: { key: 1 },
    });
    p.t.advance(1000);
    const change = { displayName: 'New', endDate: '2030-01-01T00:00:00+08:00', meta: { other: 2 } };
    expect(await p.call('PUT', '/campaigns/campaignName', change)).toEqual({
      status: 200,
      body: { name: 'campaignName' },
    });
    const changed = {
      ...body,
      ...change,
      meta: { key: 1, other: 2 },
      updatedAt: '2026-03-01T12:00:01.000Z',
    };
    expect(await p.call('GET', '/campaigns')).toEqual({ status: 200, body: [changed] });
    // What was read can be sent back.
    expect((await p.call('PUT', '/campaigns/campaignName', changed)).status).toBe(200);
  });

  test("with what PassKit's own SDKs leave out", async () => {
    const [{ id }] = (await p.call('GET', '/passbookCerts')).body;
    const made = await p.call('POST', '/campaigns', {
      name: 'small',
      passbookCertId: id,
      startDate: CAMPAIGN.startDate,
    });
    expect(made).toEqual({ status: 200, body: { name: 'small' } });
    expect((await p.call('GET', '/campaigns/small')).body).toMatchObject({
      status: 'ACTIVE',
      maxIssue: 0,
      displayName: '',
      description: '',
    });
  });

  test('keep name and certificate, and end for good', async () => {
    await p.campaign();
    const put = (body: object) => p.call('PUT', '/campaigns/campaignName', body);
    expect(await put({ name: 'other' })).toMatchObject({ status: 400, body: { field: 'name' } });
    expect(await put({ passbookCertId: 'other' })).toMatchObject({ status: 400, body: { field: 'passbookCertId' } });
    expect(await put({ status: 'FROZEN' })).toMatchObject({ status: 200 });
    expect(await put({ status: 'ACTIVE' })).toMatchObject({ status: 200 });
    expect(await put({ status: 'INVALID' })).toMatchObject({ status: 200 });
    expect(await put({ status: 'ACTIVE' })).toMatchObject({
      status: 400,
      body: { error: 'issue_final', field: 'status' },
    });
  });

  test('of one name are refused, and those of nobody are not found', async () => {
    await p.campaign();
    await expect(p.campaign()).rejects.toThrow(/^400 .*name_taken/);
    expect(await p.call('GET', '/campaigns/absent')).toMatchObject({
      status: 404,
      body: { error: 'campaign_not_found' },
    });
    expect((await p.call('PUT', '/campaigns/absent', {})).status).toBe(404);
    expect((await p.call('GET', '/campaigns/absent/templates')).status).toBe(404);
  });
});

describe('certificates', () => {
  test('there is one before any was imported', async () => {
    const { body } = await p.call('GET', '/passbookCerts');
    expect(body).toEqual([
      {
        id: expect.any(String),
        passTypeId: 'pass.dev.passwright',
        name: 'Development certificate',
        description: expect.stringContaining('no phone takes'),
        validFrom: expect.any(String),
        validUntil: expect.any(String),
        teamName: expect.any(String),
        teamCode: expect.any(String),
        createdAt: '2026-03-01T12:00:00.000Z',
        updatedAt: '2026-03-01T12:00:00.000Z',
      },
    ]);
    expect(await p.call('GET', `/passbookCerts/${body[0].id}`)).toEqual({ status: 200, body: body[0] });
    expect(await p.call('GET', '/passbookCerts/absent')).toMatchObject({ status: 404, body: { field: 'id' } });
  });

  test('from the request to a pass that is signed with it', async () => {
    const chain = makeAppleChain();
    const own = await openPassKit({ injected: { clock: { now: () => Date.now() + 60_000 } } });
    try {
      const csr = await own.send('/passbookCsrs', { method: 'POST' });
      const request = join(chain.folder, 'request.pem');
      writeFileSync(request, await csr.text());
      const leaf = chain.leaf({ request });
      const file = Buffer.concat([readFileSync(leaf.pem), readFileSync(chain.g4.pem)]);
      const names = { name: 'My Certificate', description: 'The certificate I created' };
      const { status, body } = await own.form('POST', '/passbookCerts', names, { passbookPEM: file });
      expect({ status, body }).toEqual({ status: 200, body: { id: expect.any(String) } });
      const { body: listed } = await own.call('GET', '/passbookCerts');
      expect(listed).toMatchObject([{ id: body.id, ...names, passTypeId: 'pass.com.example.bakery', teamCode: TEAM }]);

      await own.campaign();
      await own.template();
      const pkpass = await own.t.fetch(`/v2/passes/${await own.pass()}/bundle`);
      const opened = verifyPackage(new Uint8Array(await pkpass.arrayBuffer()), chain.rootPem(), own.t.now());
      expect(opened.passJson).toMatchObject({ passTypeIdentifier: 'pass.com.example.bakery', teamIdentifier: TEAM });

      // The same once more, in the other part and where the guide's example sends it.
      const der = new X509Certificate(readFileSync(leaf.pem)).raw;
      const again = await own.form('POST', '/campaigns', undefined, { passbookCER: der });
      expect(again).toMatchObject({ status: 400, body: { error: 'certificate_invalid', field: 'passbookPEM' } });
      expect(again.body.message).toContain('here already');
    } finally {
      await own.t.close();
      chain.remove();
    }
  });

  test.each([
    [{}, 'passbookPEM'],
    [{ passbookPEM: new Uint8Array([1, 2, 3]) }, 'passbookPEM'],
    [{ passbookPEN: new Uint8Array([1]) }, 'passbookPEN'],
  ])('%j is none', async (files, field) => {
    expect(await p.form('POST', '/passbookCerts', { name: 'x' }, files)).toMatchObject({
      status: 400,
      body: { field },
    });
  });
});
