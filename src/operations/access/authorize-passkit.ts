// Authorises calls of the PassKit surface: `Authorization: PKAuth <JWT>`, signed with HS256 by the
// secret of the API key that the token names.
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { ApiKey } from '../../ports/store/api-keys.ts';
import type { Context } from '../context.ts';
import { requireCurrent } from './access.ts';
import { findPassKitKey, noteKeyUse } from './api-keys.ts';

/** The longest time from now to a token's end, in ms. The guide allows a minute. */
const LONGEST = 60_000;
/** The longest time that some official clients use, in ms. */
const LONGEST_LENIENT = 305_000;
/** Extends a token's life at each end, in ms: clocks of clients and servers differ by seconds. */
const LEEWAY = 5000;
/** In the words of the command line, for who reads the refusal. */
const SETTING = "the account's setting lenientTokens (passwright account set EMAIL --lenient-tokens on)";

/** An exp from this value on counts milliseconds: as seconds, it would be in the year 5138. */
const MILLISECONDS = 1e11;

/**
 * The account of a request. Fails with `token_invalid`, whose message says why, and
 * `account_expired`.
 */
export async function authorizePassKit(context: Context, authorization: string | undefined): Promise<Account> {
  const token = tokenIn(authorization);
  const found = await findPassKitKey(context, keyIn(token));
  const account = found && (await context.store.accountById(found.accountId));
  // Give one answer for a wrong key and a wrong signature, so that nobody learns which keys exist.
  if (!found || !account) throw wrongSignature();
  const exp = await verify(context, token, found);
  checkEnd(exp, context.clock.now(), account.lenientTokens);
  if (found.revokedAt !== null) throw refuse('The API key of this token has been revoked. Use another one.');
  requireCurrent(context, account);
  await noteKeyUse(context, found);
  return account;
}

function tokenIn(authorization: string | undefined): string {
  if (authorization === undefined || authorization.trim() === '') {
    throw refuse('The request has no token. It needs the header "Authorization: PKAuth <JSON web token>".');
  }
  const match = /^PKAuth\s+(\S+)$/i.exec(authorization.trim());
  if (match !== null) return match[1]!;
  throw refuse('The header Authorization has another form than "PKAuth <JSON web token>".');
}

/** Reads the API key that a token names, before anything checks its signature. */
function keyIn(token: string): string {
  let key: unknown;
  let alg: unknown;
  try {
    alg = decodeProtectedHeader(token).alg;
    key = decodeJwt(token).key;
  } catch {
    throw refuse('The token is no JSON web token: header, payload and signature in base64url, with dots between them.');
  }
  if (alg !== 'HS256')
    throw refuse('The token has another algorithm than HS256: its header must say {"alg": "HS256"}.');
  if (typeof key === 'string' && key !== '') return key;
  throw refuse('The payload of the token has no "key": it must hold your API key.');
}

/** Checks the signature, and returns the token's `exp` unchanged. */
async function verify(context: Context, token: string, { encryptedSecret }: ApiKey): Promise<number> {
  const secret = decryptKey(context.settings.secret, encryptedSecret!);
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      currentDate: new Date(context.clock.now()),
      // Whole seconds: `checkEnd` looks at the milliseconds.
      clockTolerance: LEEWAY / 1000 + 1,
    });
    return payload.exp!;
  } catch (error) {
    throw refusalOf(error);
  } finally {
    secret.fill(0);
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWSSignatureVerificationFailed) return wrongSignature();
  if (error instanceof errors.JWTExpired) return expired();
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'exp') {
    return refuse('The payload of the token needs an "exp": when it ends, as a number of seconds since 1970.');
  }
  // Cover other claims, critical headers and everything else that makes a token invalid; the
  // library's message says which.
  if (error instanceof errors.JOSEError) return refuse(`The token is not valid: ${error.message}.`);
  return error;
}

/** `exp` in seconds since 1970, or in ms; `now` in ms. */
function checkEnd(exp: number, now: number, isLenient: boolean): void {
  const isMilliseconds = exp >= MILLISECONDS;
  if (isMilliseconds && !isLenient) {
    throw refuse(
      `The "exp" of the token counts milliseconds; it must be the seconds since 1970. Milliseconds need ${SETTING}.`,
    );
  }
  const end = isMilliseconds ? exp : exp * 1000;
  if (end + LEEWAY < now) throw expired();
  const longest = isLenient ? LONGEST_LENIENT : LONGEST;
  if (end - now <= longest + LEEWAY) return;
  const ahead = Math.ceil((end - now) / 1000);
  const helps = !isLenient && end - now <= LONGEST_LENIENT + LEEWAY;
  throw refuse(
    `The "exp" of the token is ${ahead} s after now; it may be ${isLenient ? 300 : 60} s at most. Make a new token for ` +
      `each request, with a clock that is right.${helps ? ` Up to 300 s need ${SETTING}.` : ''}`,
  );
}

function expired(): AppError {
  return refuse('The token has expired: its "exp" is in the past. Make a new token for each request.');
}

function wrongSignature(): AppError {
  return refuse('The API key is not known here, or the token was not signed with its secret.');
}

function refuse(message: string): AppError {
  return new AppError('token_invalid', { message });
}
