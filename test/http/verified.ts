// Downloads a pass as Wallet does, checks it with OpenSSL and against its manifest, and opens it.
import type { TestApp } from '../open-app.ts';
import { verifyPackage } from '../pass/open-package.ts';

/** The verified package's pass.json. */
export async function passJsonOf(t: TestApp, hashedSerialNumber: string) {
  const { passJson } = await verified(t, await t.file(hashedSerialNumber));
  return passJson;
}

/** Throws unless signature, chain and manifest of a downloaded package are right. */
export async function verified(t: TestApp, bytes: Uint8Array) {
  const { files } = verifyPackage(bytes, await t.rootPem(), t.now());
  return { files, passJson: JSON.parse(Buffer.from(files['pass.json']!).toString('utf8')) };
}
