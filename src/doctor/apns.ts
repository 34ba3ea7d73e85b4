// Whether Apple's service for pushes is reached, how long that takes, and whether it takes the
// certificates that accounts sign with. Nothing is pushed.
import type { Config } from '../config.ts';
import type { Context } from '../operations/context.ts';
import { decryptKey } from '../pass/key-encryption.ts';
import type { PushIdentity } from '../ports/push.ts';
import { reachApns } from '../push/reach.ts';
import { signingCertificates } from './certificates.ts';
import { type Finding, ok, problem } from './finding.ts';

const LOOK_OUTSIDE = 'Let this machine connect to it: firewall, DNS and proxy. Pushes wait until then.';

/**
 * One finding for each pass type, or one of a connection without a certificate where `context` is
 * null or no account has its own.
 */
export async function checkApns({ apns }: Config, context: Context | null): Promise<readonly Finding[]> {
  const target = { host: apns.host, port: apns.port, ca: apns.ca };
  const where = `${apns.host}:${apns.port}`;
  const certificates = context === null ? [] : await signingCertificates(context);
  if (context === null || certificates.length === 0) {
    const reached = await reachApns(target, null);
    if (typeof reached === 'string') return [problem('apns', reached, LOOK_OUTSIDE)];
    return [ok('apns', `${where} is reached in ${Math.round(reached.ms)} ms.`)];
  }
  const findings: Finding[] = [];
  for (const { id, passTypeIdentifier, certificate, intermediate, encryptedKey } of certificates) {
    const privateKey = decryptKey(context.settings.secret, encryptedKey);
    const identity: PushIdentity = { id, passTypeIdentifier, certificate, intermediate, privateKey };
    const reached = await reachApns(target, identity).finally(() => privateKey.fill(0));
    findings.push(
      typeof reached === 'string'
        ? problem('apns', reached, `${LOOK_OUTSIDE} If it refuses the certificate, import a new one.`)
        : ok(
            'apns',
            `${where} is reached in ${Math.round(reached.ms)} ms, and takes the certificate of ${passTypeIdentifier}.`,
          ),
    );
  }
  return findings;
}
