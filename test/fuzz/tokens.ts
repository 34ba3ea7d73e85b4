// PassKit's tokens: a mutated JSON web token is refused with a reason, and none is taken whose
// signature an independent check does not find right.
import { createHmac } from 'node:crypto';
import { authorizePassKit } from '../../src/operations/access/authorize-passkit.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { openDoors } from './doors.ts';
import { mutateJson, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { asked, target } from './target.ts';

const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const tokens = target('tokens', 900, async () => {
  const t = await openDoors();
  const { key, secret } = await t.apiKey('passkit');
  const sign = (signed: string, by: string) => createHmac('sha256', by).update(signed).digest('base64url');
  const isSigned = (authorization: string) => {
    const [header = '', payload = '', signature = ''] = (/PKAuth\s+(\S+)/i.exec(authorization)?.[1] ?? '').split('.');
    const right = Buffer.from(sign(`${header}.${payload}`, secret!), 'base64url');
    return right.equals(Buffer.from(signature, 'base64url'));
  };
  return {
    make: (random: Random): string => {
      const change = (value: JsonValue) => (random.chance(0.4) ? mutateJson(random, value) : value);
      const header = change({ alg: random.pick(['HS256', 'HS256', 'HS256', 'none', 'RS256', 'HS512']), typ: 'JWT' });
      const exp = Math.floor(t.now() / 1000) + random.pick([30, 30, 30, 59, -1, 61, 1e12, 1e300]);
      const payload = change({ key, exp, iat: exp - 30, nbf: 0, crit: ['x'] });
      const signed = `${encoded(header)}.${encoded(payload)}`;
      const token = `${signed}.${random.chance(0.8) ? sign(signed, secret!) : sign(signed, 'another secret')}`;
      return random.chance(0.3) ? mutateText(random, `PKAuth ${token}`, [token]) : `PKAuth ${token}`;
    },
    send: async (authorization: string) => {
      const verdict = await asked(() => authorizePassKit(t.app.context, authorization));
      if (verdict === 'accepted' && !isSigned(authorization)) throw new Error('a token without a right signature');
      return verdict;
    },
    close: () => t.close(),
  };
});
