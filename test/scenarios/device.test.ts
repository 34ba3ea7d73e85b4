// The simulated phone and the server, each a process: install from a link, scan, update, remove.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { DELETE, INSTALL } from '../../src/rules/passes/facts.ts';
import { connect, type RunningServer, runCli, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, readStored, startTill } from '../fixtures/scenarios/till.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startTill();
});

test('a phone installs a pass from a creation link, is told its new points, and lets it go', async () => {
  const client = connect(server);
  const clientHash = await login(client);
  const { templates } = await client.call('allTemplates', { clientHash });
  const example = templates.find((template: { templateName: string }) => template.templateName === 'Points on scan');
  const link = `${server.rootUrl}/pass/create.php?templateHash=${example.templateHash}`;
  const state = join(await temporaryFolder(), 'phone.json');
  // No settings: the phone needs no server of its own.
  const device = (...args: string[]) => runCli(['device', ...args, '--state', state], {});
  const name = (serialNumber: string) => `Points card of the Corner Bakery (${serialNumber})`;

  const installed = await device('install', link, '--json');
  expect(installed).toMatchObject({ code: 0, stderr: '' });
  const { passes, requests } = JSON.parse(installed.stdout);
  expect(passes).toMatchObject([{ outcome: 'installed', updatable: true }]);
  expect(requests.map(({ method, status }: { method: string; status: number }) => `${method} ${status}`)).toEqual([
    'GET 200',
    'POST 201',
    'GET 200',
    'GET 200',
  ]);
  const [{ serialNumber }] = passes;
  const barcode = JSON.parse(await readFile(state, 'utf8')).passes[0].passJson.barcodes[0].message;

  const scanned = await client.call('trackPassAccess', { clientHash, hashedSerialNumber: barcode, accessType: 7 });
  expect(scanned).toMatchObject({ success: true, updated: true });
  const updated = await device('update');
  expect(updated).toMatchObject({ code: 0, stderr: '' });
  expect(updated.stdout.split('\n').slice(0, 3)).toEqual([
    `${name(serialNumber)}: updated`,
    '  POINTS: 0 -> 1',
    '  Notification: You now have 1 points',
  ]);
  const shown = await device('show');
  expect(shown.stdout).toMatch(`${name(serialNumber)}: registered\n  POINTS: 1\n`);
  expect(shown.stdout).toMatch(`  Barcode: ${barcode}\n  From ${link}\n`);

  const removed = { code: 0, stdout: `${name(serialNumber)}: removed\n`, stderr: '' };
  expect(await device('delete', serialNumber)).toMatchObject(removed);
  const { pass } = await readStored(server.dataDir, barcode);
  expect([pass.access[INSTALL]?.count, pass.access[DELETE]?.count]).toEqual([1, 1]);
  const stderr = `passwright: This phone holds no pass with the link or serial number ${serialNumber}\n`;
  expect(await device('delete', serialNumber)).toMatchObject({ code: 1, stdout: '', stderr });
});
