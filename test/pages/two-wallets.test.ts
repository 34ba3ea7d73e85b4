// One card for every phone, in a browser: an Android phone adds the pass by its page, an iPhone has the same
// one, somebody keeps it in the browser; one scan changes all three, and its owner sees both wallets.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StandIn, startGoogleStandIn } from '../../src/device/google/stand-in.ts';
import { install, update } from '../../src/device/phone.ts';
import { readPhone } from '../../src/device/state.ts';
import { storeGoogle } from '../../src/operations/google/settings.ts';
import { ISSUER, KEY_FILE, SERVICE_ACCOUNT } from '../fixtures/google/open-google.ts';
import { pointsTemplate, START } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';

describe.skipIf(WITHOUT_BROWSER)('a pass in both wallets', () => {
  let pages: Pages | undefined;
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startGoogleStandIn({
      ...{ issuerId: ISSUER, account: SERVICE_ACCOUNT, port: 0, now: () => pages?.t.now() ?? START },
      get callbackUrl() {
        return `${pages?.root}/google/callback`;
      },
    });
    pages = await openPages({ env: standIn.settings });
    const { t } = pages;
    await storeGoogle(t.app.context, t.owner, { issuerId: ISSUER, key: KEY_FILE });
  });
  afterAll(async () => {
    await pages?.close();
    await standIn?.close();
  });

  test('is added on Android, and one scan changes it on every phone and in the browser', async () => {
    const { t, root, open } = pages!;
    const points = { key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' };
    const pass = await t.pass(await t.template(pointsTemplate({ structure: { headerFields: [points] } })));
    const address = `${root}/pass/create.php?hashedSerialNumber=${pass}`;
    const iphone = await readPhone(join(t.config.dataDir, 'no phone yet'));
    await install(iphone, address);

    const android = await open({ userAgent: ANDROID });
    await android.page.goto(address);
    expect(await faultsOf(android.page)).toEqual([]);
    await keepScreenshot(android.page, 'pass-android');
    expect(android.complaints).toEqual([]);
    await android.page.getByRole('link', { name: 'Add to Google Wallet' }).click();
    await android.page.locator('#add').click();
    await android.page.locator('#saved').waitFor();

    const kept = await open({ userAgent: ANDROID });
    await kept.page.goto(`${root}/card/${pass}`);
    await kept.page.getByText('POINTS').first().waitFor();
    const scan = { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 };
    expect((await t.call('trackPassAccess', scan)).updated).toBe(true);
    await t.deliver();
    await kept.page.getByText('1', { exact: true }).first().waitFor();
    const change = { label: 'POINTS', before: '0', after: '1', notification: 'You have 1 points' };
    expect((await update(iphone, undefined)).passes).toMatchObject([{ outcome: 'updated', fields: [change] }]);
    expect(standIn.wallet.object(`${ISSUER}.${pass}`)!.object).toMatchObject({
      loyaltyPoints: { label: 'POINTS', balance: { int: 1 } },
    });

    const owner = await open({ viewport: DESKTOP });
    await logIn(owner.page, `${root}/customers/${pass}`);
    await owner.page.getByText('Google Wallet').first().waitFor();
    expect(await faultsOf(owner.page)).toEqual([]);
    await keepScreenshot(owner.page, 'customer-wallets-desktop');
    expect([...kept.complaints, ...owner.complaints]).toEqual([]);
    for (const { close } of [android, kept, owner]) await close();
  });
});
