// Form bodies: a request's parameters, from query, form and JSON in a field.
import { readParameters } from '../../src/http/parameters.ts';
import { HOSTILE, mutateBytes, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { asked, target } from './target.ts';

const SEEDS = [
  'clientHash=1-abc&hashedSerialNumber=xyz&accessType=7&structure_headerFields_points_value=12',
  'JSON={"clientHash":"1-abc","templateName":"T"}&a[]=1&a[]=2&a[]=3&a=4',
  'name=Ada+Lovelace&email=ada%40example.com&note=%C3%A9%E2%82%AC&empty=&=x&&flag',
  'psForm=0&templateHash=t&psForm_0_structure_secondaryFields_name_value=Ada&psForm_0_submit=1',
  '{"clientHash":"1-abc","list":[1,2,{"a":null}]}',
];
const TYPES = ['application/x-www-form-urlencoded', '', 'application/x-www-form-urlencoded; charset=iso-8859-1', 'x/y'];

interface Input {
  readonly query: string;
  readonly body: Uint8Array;
  readonly type: string;
}

export const forms = target('forms', 2000, () => ({
  make: (random: Random): Input => {
    const text = mutateText(random, random.pick(SEEDS), [...SEEDS, ...HOSTILE]);
    return {
      query: random.chance(0.3) ? mutateText(random, random.pick(SEEDS), SEEDS) : '',
      body: random.chance(0.3) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(text),
      type: random.pick(TYPES),
    };
  },
  send: ({ query, body, type }: Input) => {
    const headers = { 'content-type': type, 'content-length': String(body.length) };
    const url = `http://passes.test/api/login.php?${query}`;
    const request = new Request(url, { method: 'POST', body: Buffer.from(body), headers });
    return asked(() => readParameters(request));
  },
}));
