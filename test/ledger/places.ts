// What the ledger's clients work on: a template, a pass and a phone for each client, and campaigns
// of PassKit's that have fewer passes than clients ask for.
import type { MadeApiKey } from '../../src/operations/access/api-keys.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { CAMPAIGN, TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';
import { token } from '../fixtures/passkit/tokens.ts';
import { type Client, type Env, runCli } from '../fixtures/scenarios/processes.ts';
import { login, OWNER } from '../fixtures/scenarios/till.ts';
import { deviceOf } from './check.ts';
import { type Campaign, install, ledgerTemplate, type Place } from './items.ts';

/** Clients ask the campaigns in turn, so that all want the last passes of one at the same time. */
const CAMPAIGNS = 20;

/** `env`: the settings of a server, for the command that makes an API key. */
export async function makePlaces(client: Client, count: number, env: Env): Promise<readonly Place[]> {
  const clientHash = await login(client);
  const made = await client.call('insertUpdateTemplate', {
    clientHash,
    templateName: 'Ledger',
    passConstructor: ledgerTemplate(),
  });
  const { templateHash } = made;
  const campaigns = await makeCampaigns(client, clientHash, Math.ceil(count / 2), env);
  const places: Place[] = [];
  for (let number = 0; number < count; number++) {
    const make = async (): Promise<string> =>
      (await client.call('createPassFromTemplateFields', { clientHash, templateHash })).hashedSerialNumber;
    const hashedSerialNumber = await make();
    if (!(await install(client, deviceOf(number), hashedSerialNumber)))
      throw new Error(`No phone could be registered: ${JSON.stringify(made)}`);
    places.push({ clientHash, templateHash, hashedSerialNumber, shelf: await make(), campaigns });
  }
  return places;
}

async function makeCampaigns(client: Client, clientHash: string, maxIssue: number, env: Env): Promise<Campaign[]> {
  const added = await runCli(['apikey', 'add', '--account', OWNER.email, '--surface', 'passkit', '--json'], env);
  if (added.code !== 0) throw new Error(`There is no API key: ${added.stderr}`);
  const apiKey: MadeApiKey = JSON.parse(added.stdout);
  const send = async (method: string, path: string, body?: FormData | string) => {
    const asked = new Response(body ?? null);
    const headers = {
      authorization: `PKAuth ${token(apiKey, Date.now())}`,
      'content-type':
        typeof body === 'string' ? 'application/json' : (asked.headers.get('content-type') ?? 'text/plain'),
    };
    const { status, text } = await client.request(
      method,
      `/v2${path}`,
      headers,
      new Uint8Array(await asked.arrayBuffer()),
    );
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  };
  const [{ id: passbookCertId }] = await send('GET', '/passbookCerts');
  const icon = new Blob([new Uint8Array(await noise(120, 120))]);
  for (let number = 0; number < CAMPAIGNS; number++) {
    const name = `campaign${number}`;
    await send('POST', '/campaigns', JSON.stringify({ ...CAMPAIGN, name, passbookCertId, maxIssue }));
    const template = new FormData();
    template.set('jsonBody', JSON.stringify({ ...TEMPLATE, name, campaignName: name }));
    template.set('passbook-IconFile', icon, 'icon.png');
    await send('POST', '/templates', template);
  }
  const { templates } = await client.call('allTemplates', { clientHash });
  const found: { readonly templateName: string; readonly templateHash: string }[] = templates;
  return found
    .filter(({ templateName }) => templateName.startsWith('campaign'))
    .map(({ templateName: name, templateHash }) => ({ name, templateHash }));
}
