// The service account of an issuer: its key file, as Google's console hands it out, and the tokens
// that it gets for a signed assertion.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { importPKCS8, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { DeviceError } from '../device-error.ts';

const SCOPE = 'https://www.googleapis.com/auth/wallet_object.issuer';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const GOOGLES_AUDIENCE = 'https://oauth2.googleapis.com/token';
/** Google's tokens and assertions live an hour, in seconds. */
const HOUR_S = 3_600;

const shape = z.object({
  type: z.literal('service_account'),
  private_key_id: z.string().min(1),
  private_key: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  client_email: z.string().min(1),
});

/** The keys of the file that matter; Google's has more. */
export type ServiceAccount = z.infer<typeof shape>;

/** A new account, in the form of Google's file. */
export function newServiceAccount(): ServiceAccount {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    type: 'service_account',
    private_key_id: randomBytes(20).toString('hex'),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: 'wallet@stand-in.iam.gserviceaccount.com',
  };
}

/**
 * Reads the account of a file; makes one when there is no file, which only its owner can read then.
 * Fails with a DeviceError when the file is no service account or cannot be written.
 */
export async function serviceAccountOf(file: string): Promise<ServiceAccount> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new DeviceError(`${file} cannot be read: ${error.message}`);
  });
  if (text === null) {
    const made = newServiceAccount();
    const all = { ...made, project_id: 'stand-in', client_id: '1', token_uri: GOOGLES_AUDIENCE };
    await writeFile(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 }).catch((error: Error) => {
      throw new DeviceError(`${file} cannot be written: ${error.message}`);
    });
    return made;
  }
  try {
    const account = shape.parse(JSON.parse(text));
    await importPKCS8(account.private_key, 'RS256');
    return account;
  } catch {
    throw new DeviceError(`${file} is no key file of a service account; name another one with --key.`);
  }
}

export interface TokenAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Tokens {
  /** Answers a form of `/token`, as OAuth says. `audience`: the stand-in's own address of it. */
  grant(form: URLSearchParams, audience: string): Promise<TokenAnswer>;
  /** Whether a header `Authorization` holds a token that was granted and is valid. */
  accepts(authorization: string | undefined): boolean;
  /** The claims that this account signed; null: somebody else did, or nobody. */
  claims(jwt: string): Promise<JWTPayload | null>;
}

/** `now`: milliseconds since 1970. */
export function openTokens(account: ServiceAccount, now: () => number): Tokens {
  const publicKey = createPublicKey(createPrivateKey(account.private_key));
  const granted = new Map<string, number>();

  const claims = async (jwt: string) => {
    try {
      const { payload } = await jwtVerify(jwt, publicKey, { algorithms: ['RS256'], currentDate: new Date(now()) });
      return payload.iss === account.client_email ? payload : null;
    } catch {
      return null;
    }
  };
  const refuse = (error: string, error_description: string) => ({ status: 400, json: { error, error_description } });

  return {
    claims,
    async grant(form, audience) {
      if (form.get('grant_type') !== GRANT) return refuse('unsupported_grant_type', `Invalid grant_type: ${GRANT}`);
      const assertion = await claims(form.get('assertion') ?? '');
      if (assertion === null) return refuse('invalid_grant', 'Invalid JWT Signature.');
      const { aud, iat, exp, scope } = assertion;
      if (aud !== GOOGLES_AUDIENCE && aud !== audience) return refuse('invalid_grant', `Invalid audience: ${aud}`);
      const second = now() / 1000;
      if (iat === undefined || exp === undefined || iat > second + 60 || exp - iat > HOUR_S) {
        const reasonable = 'Token must be a short-lived token (60 minutes) and in a reasonable timeframe.';
        return refuse('invalid_grant', `Invalid JWT: ${reasonable} Check your iat and exp values in the JWT claim.`);
      }
      if (!String(scope).split(' ').includes(SCOPE)) return refuse('invalid_scope', `The scope is not ${SCOPE}.`);
      const token = `ya29.${randomUUID()}`;
      granted.set(token, now() + HOUR_S * 1000);
      return { status: 200, json: { access_token: token, expires_in: HOUR_S - 1, token_type: 'Bearer' } };
    },
    accepts(authorization = '') {
      const expires = granted.get(authorization.replace('Bearer ', ''));
      return expires !== undefined && now() < expires;
    },
  };
}
