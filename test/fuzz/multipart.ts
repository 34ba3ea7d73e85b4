// Multipart bodies: parts, headers of parts and boundaries that are broken anywhere.

import { readParameters } from '../../src/http/parameters.ts';
import { readPassKitBody } from '../../src/http/passkit/body.ts';
import { mutateBytes, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { asked, target } from './target.ts';

const part = (headers: string, body: string) => `--x9\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}\r\n`;
const SEEDS = [
  `${part('name="clientHash"', '1-abc')}${part('name="image"; filename="a.png"\r\nContent-Type: image/png', '\x89PNG')}--x9--\r\n`,
  `${part('name="jsonBody"', '{"name": "n", "meta": {}}')}${part('name="passbook-IconFile"; filename="ä.png"', 'x')}--x9--\r\n`,
  `${part('name="a[]"', '1')}${part('name="a[]"', '2')}${part('name=unquoted', 'é')}${part("filename*=utf-8''%e2", 'y')}--x9--`,
  `preamble\r\n${part('name="JSON"\r\nContent-Transfer-Encoding: base64', '{"a":1}')}--x9--\r\nepilogue`,
].map((text) => Buffer.from(text, 'latin1'));
const TYPES = [
  'multipart/form-data; boundary=x9',
  'multipart/form-data; boundary="x9"; charset=latin1',
  '',
  'multipart/form-data',
  'application/json',
];

interface Input {
  readonly body: Uint8Array;
  readonly type: string;
  readonly isPassKit: boolean;
}

export const multipart = target('multipart', 1500, () => ({
  make: (random: Random): Input => {
    const seed = random.pick(SEEDS);
    const body = random.chance(0.5)
      ? mutateBytes(random, seed, SEEDS)
      : Buffer.from(
          mutateText(
            random,
            seed.toString('latin1'),
            SEEDS.map((other) => other.toString('latin1')),
          ),
        );
    return { body, type: random.chance(0.7) ? TYPES[0]! : random.pick(TYPES), isPassKit: random.chance(0.3) };
  },
  send: ({ body, type, isPassKit }: Input) => {
    const headers = { 'content-type': type };
    const request = new Request('http://passes.test/', { method: 'POST', body: Buffer.from(body), headers });
    return asked(() => (isPassKit ? readPassKitBody(request) : readParameters(request)));
  },
}));
