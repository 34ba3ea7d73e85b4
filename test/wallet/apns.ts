// An app that pushes to a stand-in for APNs, which trusts the app's development certificate.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';
import { type ApnsStandIn, type StandInOptions, startApnsStandIn } from '../push/apns-stand-in.ts';
import { serverCertificate } from '../push/server-certificate.ts';

export interface WithApns {
  readonly apns: ApnsStandIn;
  /** Settings of a server that pushes to the stand-in. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The stand-in alone; it trusts no client certificate yet. */
export async function startApns(options: Omit<StandInOptions, 'clientCa'> = {}): Promise<WithApns> {
  const apns = await startApnsStandIn({ clientCa: serverCertificate().ca, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'passwright-apns-'));
  const file = join(folder, 'apns.pem');
  await writeFile(file, apns.ca);
  return {
    apns,
    env: { APNS_HOST: apns.host, APNS_PORT: String(apns.port), APNS_CA: file },
    close: async () => {
      await apns.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export async function openPushingApp(options: TestOptions = {}): Promise<TestApp & WithApns> {
  const started = await startApns();
  const t = await openTestApp({ ...options, env: { ...started.env, ...options.env } });
  started.apns.trust(await t.rootPem());
  const close = async () => {
    await t.close();
    await started.close();
  };
  return { ...t, ...started, close };
}
