// A form for a pass that is there writes as every other writer does: in the commit of onRegister's first segment, compared
// with what the pass had stored.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNCALLED } from '../../src/operations/depth.ts';
import { changePasses } from '../../src/operations/passes/change-passes.ts';
import { REGISTER } from '../../src/rules/passes/facts.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { cardWith, editable, faultsIn, overridesOf, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const setName = (value: string) => ({ action: 'PSActionSetValue', targetPath: 'name', value });

/** A pass of a card whose onRegister does this, on a phone. */
async function passWith(onRegister: JsonValue) {
  const templateHash = await t.template(
    cardWith({ name: editable('', 'Name', { PSValidation: 'VRequired' }), seen: '' }, { triggers: { onRegister } }),
  );
  return t.install(await t.pass(templateHash, { name: 'Ada' }));
}
const stateOf = async (hash: string) => {
  const { pass } = (await t.app.context.store.passByHash(hash))!;
  return {
    updateTag: pass.updateTag,
    pushes: (await t.jobs()).filter(({ subjectId }) => subjectId === pass.id).length,
  };
};

test('what onRegister takes back is no change: no new version and no push', async () => {
  const hash = await passWith(setName('Ada'));
  const before = await stateOf(hash);
  expect(passIn(await sendForm(t, { hashedSerialNumber: hash }, { name: 'Grace' }))).toBe(hash);
  expect(await overridesOf(t, hash)).toEqual({ name: 'Ada' });
  expect(await stateOf(hash)).toEqual(before);
});

test('the form alone is a change: onRegister sees it, and one push follows', async () => {
  const hash = await passWith({ action: 'PSActionSetValue', targetPath: 'seen', value: '{name}' });
  const before = await stateOf(hash);
  await sendForm(t, { hashedSerialNumber: hash }, { name: 'Grace' });
  expect(await overridesOf(t, hash)).toEqual({ name: 'Grace', seen: 'Grace' });
  const after = await stateOf(hash);
  expect([after.pushes, after.updateTag > before.updateTag]).toEqual([1, true]);
});

test('a form that brings nothing new runs onRegister and leaves the values', async () => {
  const hash = await passWith([]);
  const before = await stateOf(hash);
  await sendForm(t, { hashedSerialNumber: hash }, {});
  expect(await overridesOf(t, hash)).toEqual({ name: 'Ada' });
  expect(await stateOf(hash)).toEqual(before);
  expect((await t.events(hash)).filter(({ accessType }) => accessType === REGISTER)).toHaveLength(1);
});

test('a template that asks for more meanwhile: the form is refused in the commit, and leaves no key behind', async () => {
  const hash = await passWith([]);
  const { store } = t.app.context;
  const target = { hashedSerialNumber: hash, requestId: 'once' };
  const { passByHash } = store;
  // The template changes after the form was looked at and before it is written.
  const changePass = store.changePass.bind(store);
  let isChanged = false;
  Object.assign(store, {
    changePass: async (...given: Parameters<typeof changePass>) => {
      if (!isChanged) {
        isChanged = true;
        const { template } = (await passByHash(hash))!;
        const name = editable('', 'Name', { PSValidation: 'VInteger' });
        const parts = {
          templateHash: template.hash,
          templateName: 'Test',
          passConstructor: cardWith({ name, seen: '' }),
        };
        expect(await t.call('insertUpdateTemplate', { clientHash: t.clientHash, ...parts })).toMatchObject({
          success: true,
        });
      }
      return changePass(...given);
    },
  });
  try {
    const refused = await sendForm(t, target, { name: 'Grace' });
    expect([refused.status, faultsIn(await refused.text())]).toEqual([400, ['Please give a whole number, such as 3.']]);
    expect(await overridesOf(t, hash)).toEqual({ name: 'Ada' });
    expect((await t.events(hash)).filter(({ accessType }) => accessType === REGISTER)).toEqual([]);
    expect(passIn(await sendForm(t, target, { name: '7' }))).toBe(hash);
    expect(await overridesOf(t, hash)).toEqual({ name: '7' });
  } finally {
    Object.assign(store, { changePass });
  }
});

test('an invalidated pass is refused, also by a form that would change nothing', async () => {
  const hash = await passWith([]);
  const { context } = t.app;
  await changePasses(context, t.owner, [{ hashedSerialNumber: hash, fields: {}, invalidates: true }], UNCALLED);
  const events = await t.events(hash);
  for (const fields of [{}, { name: 'Grace' }]) {
    const refused = await sendForm(t, { hashedSerialNumber: hash }, fields);
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('no longer valid')]);
  }
  expect(await t.events(hash)).toEqual(events);
});
