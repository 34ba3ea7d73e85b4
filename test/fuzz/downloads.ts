// Pages and downloads: Range, If-Modified-Since, languages, cookies and addresses that are broken.
import { pointsTemplate } from '../fixtures/open-app.ts';
import { type Ask, ask, openDoors, perhapsMutated, segment } from './doors.ts';
import type { Random } from './random.ts';
import { target } from './target.ts';

const RANGES = [
  ...['bytes=0-99', 'bytes=-1', 'bytes=0-', 'bytes=5-2', 'bytes=0-0,2-3,4-', 'bytes=99999999999999999999-', 'x=0-1'],
  ...['bytes=', 'bytes=-', `bytes=${'0-,'.repeat(200)}`, 'bytes=0-18446744073709551616', 'bytes= 0 - 1'],
];
const DATES = ['Sun, 01 Mar 2026 12:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', '1', '9999999999999', 'x'];
const LANGUAGES = ['de, en;q=0.8', '*', 'de-CH-1996;q=1.000', 'en;q=x', 'ar,', ';;;', 'zh-Hant-TW,zh;q=0.9,*;q=0.001'];
const COOKIES = ['passwright_session=x.y.z', 'a=b; passwright_session="x"', ';=;', 'passwright_session=%FF', '=', 'a'];
const TYPES = ['application/vnd.apple.pkpass', 'text/html;q=x', '*/*', ',', 'application/json'];

export const downloads = target('downloads', 700, async () => {
  const t = await openDoors();
  const template = await t.template(pointsTemplate({ additional: { note: '', counter: 0, psRegister: 'x' } }));
  const hash = await t.pass(template);
  const paths = (random: Random) => [
    `/pass/create.php?hashedSerialNumber=${segment(random, hash)}&download=true`,
    `/pass/create.php?hashedSerialNumber=${segment(random, `http://x/?hashedSerialNumber=${hash},`)}`,
    `/pass/create.php?hashedSerialNumber=${segment(random, `${hash},${hash}`)}`,
    `/pass/create.php?templateHash=${segment(random, template)}&clientHash=${segment(random, t.clientHash)}`,
    `/pass/register.php?templateHash=${segment(random, template)}`,
    `/pass/editor.php?hashedSerialNumber=${segment(random, hash)}&clientHash=${segment(random, t.clientHash)}`,
    `/d/${segment(random, hash)}`,
    `/images/${segment(random, `${'a0'.repeat(32)}.png`)}`,
    `/batch/export.php?templateHash=${segment(random, template)}&clientHash=${segment(random, t.clientHash)}`,
    `/assets/${segment(random, 'pages')}/${segment(random, 'share.js')}`,
    `/scanner${random.pick(['', '/manifest.webmanifest', '/icon-192.png', '/session'])}`,
    `/${segment(random, 'healthz')}`,
    `/openapi.json?${segment(random, 'x')}`,
  ];
  return {
    make: (random: Random): Ask => ({
      method: random.pick(['GET', 'GET', 'GET', 'HEAD']),
      path: random.pick(paths(random)),
      headers: {
        range: perhapsMutated(random, random.pick(RANGES), RANGES),
        'if-modified-since': perhapsMutated(random, random.pick(DATES), DATES),
        'if-range': perhapsMutated(random, random.pick(DATES), DATES),
        'if-none-match': perhapsMutated(random, '"a", W/"b"'),
        'accept-language': perhapsMutated(random, random.pick(LANGUAGES), LANGUAGES),
        cookie: perhapsMutated(random, random.pick(COOKIES), COOKIES),
        accept: perhapsMutated(random, random.pick(TYPES), TYPES),
        'user-agent': perhapsMutated(random, random.pick(['Mozilla/5.0 (iPhone)', 'Googlebot/2.1', 'curl/8'])),
        'x-forwarded-for': perhapsMutated(random, '10.0.0.1, 1.2.3.4'),
      },
    }),
    send: async (given: Ask) => (await ask(t, given)).verdict,
    close: () => t.close(),
  };
});
