// Wallet's web service: authorization, tags, dates and bodies as no phone sends them. A pass is
// handed out for its own token alone.

import { pointsTemplate } from '../fixtures/open-app.ts';
import { type Ask, ask, headerValue, openDoors, perhapsMutated, segment } from './doors.ts';
import type { Random } from './random.ts';
import { target } from './target.ts';

const DATES = [
  ...['Sun, 01 Mar 2026 12:00:00 GMT', 'Sunday, 01-Mar-26 12:00:00 GMT', 'Sun Mar  1 12:00:00 2026', '2026-03-01'],
  ...['Tue, 01 Jan 1970 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '1e9', '0', '-1', '+275760-09-13T00:00:00Z'],
];
const TAGS = ['0', '1', '2', '999999999999999', '9999999999999999', '-1', '1.5', '0x1', '1e3', '2026-03-01T12:00:00Z'];
const BODIES = [
  ...['{"pushToken":"00ff"}', '{"logs":["a","b"]}', '["a"]', '{"pushToken":null}', '{"logs":[[]]}', '', '1'],
  '{"personalizationToken":"dG9rZW4=","requiredPersonalizationInfo":{"emailAddress":"ada@example.com"}}',
  '{"personalizationToken":"{\\"pass.json\\":\\"00\\"}","requiredPersonalizationInfo":{"emailAddress":["a"]}}',
];
const ASKING = {
  additional: { emailAddress: '' },
  personalization: {
    description: 'Join us',
    requiredPersonalizationFields: ['PKPassPersonalizationFieldEmailAddress'],
  },
};

export const wallet = target('wallet', 900, async () => {
  const t = await openDoors();
  const hash = await t.pass(await t.template(pointsTemplate(ASKING)));
  const { pass } = (await t.app.context.store.passByHash(hash))!;
  const type = 'pass.dev.passwright';
  const right = `ApplePass ${pass.authenticationToken}`;
  return {
    make: (random: Random): Ask => {
      const device = `/wallet/v1/devices/${segment(random, 'd'.repeat(32))}/registrations/${segment(random, type)}`;
      const tag = encodeURIComponent(
        perhapsMutated(random, random.pick(TAGS), TAGS).replaceAll(/\p{Surrogate}/gu, '?'),
      );
      const [method, path] = random.pick([
        ['POST', `${device}/${segment(random, pass.serialNumber)}`],
        ['DELETE', `${device}/${segment(random, pass.serialNumber)}`],
        ['GET', `${device}?passesUpdatedSince=${tag}`],
        ['GET', `${device}?passesUpdatedSince=${tag}&passesUpdatedSince=${tag}`],
        ['GET', `/wallet/v1/passes/${segment(random, type)}/${segment(random, pass.serialNumber)}`],
        ['HEAD', `/wallet/v1/passes/${segment(random, type)}/${segment(random, pass.serialNumber)}`],
        ['POST', `/wallet/v1/passes/${segment(random, type)}/${segment(random, pass.serialNumber)}/personalize`],
        ['POST', '/wallet/v1/log'],
      ] as const);
      return {
        method,
        path,
        headers: {
          authorization: perhapsMutated(random, right, [right, 'Bearer x', 'applepass']),
          ...(random.chance(0.5) ? { 'if-modified-since': perhapsMutated(random, random.pick(DATES), DATES) } : {}),
          ...(random.chance(0.2) ? { 'x-passwright-depth': perhapsMutated(random, '1') } : {}),
        },
        body: perhapsMutated(random, random.pick(BODIES), BODIES),
      };
    },
    send: async (given: Ask) => {
      const { verdict, status } = await ask(t, given);
      const isRight = headerValue(given.headers.authorization!).trim() === right;
      if (given.path.startsWith('/wallet/v1/passes') && status < 400 && !isRight)
        throw new Error('a pass for no token');
      t.advance(1000);
      return verdict;
    },
    close: () => t.close(),
  };
});
