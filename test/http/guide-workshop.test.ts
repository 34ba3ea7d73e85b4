// What PassSource's guide requires of its pages: portal, batch create, batch export, dashboard,
// whitelabel and account, a row for each sentence, with the line of the guide that has it. Rows go
// through HTTP alone, as an owner's browser or a program does.
import { afterEach, beforeEach, test } from 'vitest';
import { type GuideOwner, openGuideOwner } from '../fixtures/http/guide-owner.ts';
import { ACCOUNT, WHITELABEL } from './guide-account-rows.ts';
import { BATCH_CREATE, BATCH_EXPORT } from './guide-batch-rows.ts';
import { PORTAL } from './guide-portal-rows.ts';

let at: GuideOwner;
beforeEach(async () => {
  at = await openGuideOwner();
});
afterEach(() => at.t.close());

test.each([...PORTAL, ...BATCH_CREATE, ...BATCH_EXPORT, ...WHITELABEL, ...ACCOUNT])(
  'line $line, “$says”: $asked',
  ({ expected }) => expected(at),
);
