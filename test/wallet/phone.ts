// A phone with passes, as the web service sees it: requests like those of iOS, each by itself.
import type { TestApp } from '../open-app.ts';
import { openPackage } from '../pass/open-package.ts';

/** What a phone reads in a pass and sends to the web service. */
export interface Held {
  readonly serialNumber: string;
  readonly token: string;
  readonly type: string;
}

export interface Phone {
  readonly device: string;
  register(pass: Held, pushToken?: string): Promise<number>;
  unregister(pass: Held): Promise<number>;
  list(type: string, since?: string): Promise<{ status: number; serialNumbers: string[]; lastUpdated: string }>;
  fetch(pass: Held, modifiedSince?: string | null, method?: 'GET' | 'HEAD'): Promise<Response>;
}

/** Reads what a phone needs from a pass's file. */
export async function holding(t: TestApp, hashedSerialNumber: string): Promise<Held> {
  return heldIn(await t.file(hashedSerialNumber));
}

export function heldIn(file: Uint8Array): Held {
  const { passJson } = openPackage(file);
  const { serialNumber, authenticationToken, passTypeIdentifier } = passJson as Record<string, string>;
  return { serialNumber: serialNumber!, token: authenticationToken!, type: passTypeIdentifier! };
}

export function phoneOf(t: Pick<TestApp, 'fetch'>, device: string): Phone {
  const authorized = ({ token }: Held) => ({ authorization: `ApplePass ${token}` });
  const registration = ({ type, serialNumber }: Held) =>
    `/wallet/v1/devices/${device}/registrations/${type}/${serialNumber}`;
  return {
    device,
    async register(pass, pushToken = tokenOf(device)) {
      const body = JSON.stringify({ pushToken });
      const headers = { ...authorized(pass), 'content-type': 'application/json' };
      return (await t.fetch(registration(pass), { method: 'POST', headers, body })).status;
    },
    async unregister(pass) {
      return (await t.fetch(registration(pass), { method: 'DELETE', headers: authorized(pass) })).status;
    },
    async list(type, since) {
      const query = since === undefined ? '' : `?passesUpdatedSince=${encodeURIComponent(since)}`;
      const response = await t.fetch(`/wallet/v1/devices/${device}/registrations/${type}${query}`);
      const body = response.status === 200 ? ((await response.json()) as object) : {};
      return { serialNumbers: [], lastUpdated: '', ...body, status: response.status };
    },
    fetch(pass, modifiedSince = null, method = 'GET') {
      const condition: Record<string, string> = modifiedSince === null ? {} : { 'if-modified-since': modifiedSince };
      const headers = { ...authorized(pass), ...condition };
      return t.fetch(`/wallet/v1/passes/${pass.type}/${pass.serialNumber}`, { method, headers });
    },
  };
}

/** A push token like those of APNs: 64 hex digits. */
export function tokenOf(device: string): string {
  return Buffer.from(device).toString('hex').padEnd(64, '0').slice(0, 64);
}
