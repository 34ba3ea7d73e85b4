// PassSource's functions and the holders' forms: parameters of real calls, mutated, as JSON, form
// and multipart.
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { type Ask, ask, openDoors } from './doors.ts';
import { mutateJson } from './mutate.ts';
import type { Random } from './random.ts';
import { TEMPLATES } from './seeds.ts';
import { target } from './target.ts';

export const api = target('api', 1100, async () => {
  const t = await openDoors();
  const templateHash = await t.template(pointsTemplate());
  const hashedSerialNumber = await t.pass(templateHash);
  const { clientHash } = t;
  const NAME = 'structure_secondaryFields_name_value';
  const calls: readonly (readonly [path: string, parameters: JsonObject])[] = [
    ['trackPassAccess', { hashedSerialNumber, accessType: 7, userData: 'u', idempotencyKey: 'k' }],
    ['checkPassAccess', { hashedSerialNumber, accessType: 7 }],
    ['passInfo', { hashedSerialNumber, fields: [NAME] }],
    ['passTracking', { hashedSerialNumber, templateHash }],
    ['simulate', { hashedSerialNumber, accessType: 'onScan', now: '2026-03-01T12:00:00Z' }],
    ['updatePassFields', { hashedSerialNumber, [NAME]: 'Ada', note: '{counter}', silent: true }],
    [
      'createPassFromTemplateFields',
      { templateHash, [NAME]: 'Ada', idempotencyKey: 'x', recoveryEmail: 'a@b.example' },
    ],
    ['insertUpdateTemplate', { templateName: 'T', templateHash, passConstructor: pointsTemplate() }],
    ['insertUpdateTemplate', { templateName: 'new', passConstructor: TEMPLATES[3]! }],
    ['templateInfo', { templateHash, templateId: 1 }],
    ['templateStats', { templateHash, start: '2026-01-01', end: '2026-12-31' }],
    ['templatePasses', { templateHash, start: 0, count: 10 }],
    ['allTemplates', { start: 0 }],
    ['imageForName', { templateHash, imageName: 'icon' }],
    ['uploadTemplateImages', { templateHash, icon: 'data:image/png;base64,AAAA' }],
    ['pushPassUpdates', { hashedSerialNumber }],
    ['clientInfo', {}],
    ['logout', {}],
  ].map(([name, parameters]) => [`/api/${name}.php`, { clientHash, ...(parameters as JsonObject) }]);
  const pages: readonly (readonly [path: string, parameters: JsonObject])[] = [
    ['/pass/register.php', { templateHash, psForm: '0', [`psForm_0_${NAME}`]: 'Ada', psForm_0_submit: '1' }],
    ['/pass/register.php', { hashedSerialNumber, psForm: '0', 'psForm_0_a[]': ['1', '2'], psForm_0_submit: '1' }],
    ['/pass/editor.php', { hashedSerialNumber, clientHash, psForm: '0', [`psForm_0_${NAME}`]: 'x' }],
    ['/pass/create.php', { templateHash, clientHash, [NAME]: 'Ada', generate: true }],
    [`/d/${hashedSerialNumber}`, { passcode: '1234' }],
    ['/scanner/track', { hashedSerialNumber, accessType: 7 }],
  ];
  return {
    make: (random: Random): Ask => {
      const [path, parameters] = random.chance(0.75) ? random.pick(calls) : random.pick(pages);
      const changed = random.chance(0.9)
        ? mutateJson(random, parameters, [parameters, ...TEMPLATES.slice(0, 3)])
        : parameters;
      return { method: 'POST', path, ...encoded(random, changed) };
    },
    send: async (given: Ask) => {
      const { status, text, verdict } = await ask(t, given);
      t.advance(100);
      const isFunction = given.path.startsWith('/api/') && status < 400;
      return isFunction && !text.includes('"success":true') ? 'refused' : verdict;
    },
    close: () => t.close(),
  };
});

function encoded(random: Random, parameters: JsonValue): Pick<Ask, 'headers' | 'body'> {
  const entries = Object.entries((typeof parameters === 'object' && parameters) || {}).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const origin = { 'sec-fetch-site': 'same-origin' };
  switch (random.below(4)) {
    case 0: {
      const body = new URLSearchParams(entries as [string, string][]).toString();
      return { headers: { ...origin, 'content-type': 'application/x-www-form-urlencoded' }, body };
    }
    case 1: {
      const parts = entries.map(
        ([key, value]) => `--x\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
      );
      return {
        headers: { ...origin, 'content-type': 'multipart/form-data; boundary=x' },
        body: `${parts.join('')}--x--`,
      };
    }
    default:
      return { headers: { ...origin, 'content-type': 'application/json' }, body: JSON.stringify(parameters) };
  }
}
