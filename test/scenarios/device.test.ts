// The simulated phone and the server, each a process: install from a link, scan, update, remove.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, runCli, temporaryFolder } from './processes.ts';
import { login, readStored, startTill } from './till.ts';

test('a phone installs a pass from a creation link, is told its new points, and lets it go', async () => {
  const server = await startTill();
  const client = connect(server);
  const clientHash = await login(client);
  const { templates } = await client.call('allTemplates', { clientHash });
  const { templateHash } = templates.find(
    ({ templateName }: { templateName: string }) => templateName === 'Points on scan',
  );
  const link = `${server.rootUrl}/pass/create.php?templateHash=${templateHash}`;
  const state = join(await temporaryFolder(), 'phone.json');
  // No settings: the phone is nobody's server.
  const device = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCli(['device', ...args, '--state', state], {});
    expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  expect(await device('install', link)).toMatch(
    /^Points card of the Corner Bakery \([\w-]{36}\): installed\nWarning: .*https/,
  );
  const { passes } = JSON.parse(await device('show', '--json'));
  expect(passes).toMatchObject([{ link, registered: true, webServiceURL: `${server.rootUrl}/wallet` }]);
  const { serialNumber, barcode } = passes[0];

  const scanned = await client.call('trackPassAccess', { clientHash, hashedSerialNumber: barcode, accessType: 7 });
  expect(scanned).toMatchObject({ success: true, updated: true });
  const [first, ...lines] = (await device('update')).split('\n');
  expect(first).toBe(`Points card of the Corner Bakery (${serialNumber}): updated`);
  expect(lines.slice(0, 2)).toEqual(['  POINTS: 0 -> 1', '  Notification: You now have 1 points']);
  const again = JSON.parse(await device('update', link, '--json'));
  expect(again).toMatchObject({ passes: [], warnings: [], requests: [{ method: 'GET', status: 204 }] });

  expect(await device('delete', serialNumber)).toBe(`Points card of the Corner Bakery (${serialNumber}): removed\n`);
  const { pass } = await readStored(server.dataDir, barcode);
  expect(pass).toMatchObject({ access: { installed: { count: 1 }, deleted: { count: 1 } } });
  expect(JSON.parse(await readFile(state, 'utf8')).passes).toEqual([]);

  const refused = await runCli(['device', 'delete', serialNumber, '--state', state], {});
  const stderr = `passwright: This phone holds no pass with the link or serial number ${serialNumber}\n`;
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr });
}, 60_000);
