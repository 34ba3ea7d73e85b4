// What a template may not reach. A canary listens on every local address and must not see a single connection.

import { buildConnector } from 'undici';
import { describe, expect, test } from 'vitest';
import { openConnector } from '../../src/outbound/connector.ts';
import { Refusal } from '../../src/outbound/refusal.ts';
import { get, names, OWN, open, startHttp } from '../fixtures/outbound/servers.ts';

// Opens the canary's port for one address that nobody has, so that only the address decides.
const portOpen = (port: number) => [`203.0.113.7:${port}`];

const LITERALS = [
  '127.0.0.1',
  '127.8.9.10',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '127.0.0.1.',
  '①②⑦.0.0.1',
  '0.0.0.0',
  '0',
  '169.254.169.254',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '203.0.113.1',
  '100.64.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[fd00::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001::7f00:1]',
  '[2001:db8::1]',
  '[4000::1]',
];

const NAMES: Record<string, readonly string[]> = {
  'inside.test': ['127.0.0.1'],
  'inside6.test': ['::1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'zone.test': ['fe80::1%lo'],
  'metadata.test': ['169.254.169.254'],
  // On the canary's port the first address is allowed, as a public one would be.
  'good-then-bad.test': ['203.0.113.7', '127.0.0.1'],
  'bad-then-good.test': ['127.0.0.1', '203.0.113.7'],
  'good4-bad6.test': ['203.0.113.7', '::1'],
  'nonsense.test': ['not an address'],
};

describe('addresses that are not public', () => {
  const hosts = [...LITERALS, 'localhost', 'LOCALHOST', 'localhost.', ...Object.keys(NAMES), 'inside.test.'];
  for (const host of hosts) {
    test(`http://${host} is refused`, async () => {
      const canary = await startHttp();
      const outbound = open({ allow: portOpen(canary.port), lookup: names(NAMES) });
      for (const url of [`http://${host}:${canary.port}/x`, `http://${host}/x`, `https://${host}/x`]) {
        const result = await outbound.request(get(url));
        expect(result, url).toMatchObject({ ok: false, reason: 'address_refused' });
      }
      expect(canary.connections()).toBe(0);
    });
  }

  test('one address that is not public among public ones, in any place, refuses the name', async () => {
    const good = ['93.184.215.14', '2606:4700::1'];
    for (const addresses of [
      [...good, '127.0.0.1'],
      ['::1', ...good],
      [good[0]!, '10.0.0.1', good[1]!],
    ]) {
      const outbound = open({ lookup: names({ 'mixed.test': addresses }) });
      for (const url of ['http://mixed.test/', 'https://mixed.test/']) {
        expect(await outbound.request(get(url))).toMatchObject({ ok: false, reason: 'address_refused' });
      }
    }
  });

  test('the canary would have noticed', async () => {
    const canary = await startHttp();
    const allow = [`127.0.0.1:${canary.port}`];
    const outbound = open({ allow, lookup: names(NAMES) });
    for (const host of ['127.0.0.1', '2130706433', 'inside.test']) {
      expect(await outbound.request(get(`http://${host}:${canary.port}/x`))).toMatchObject({ ok: true });
    }
    expect(canary.seen).toHaveLength(3);
  });

  test('a redirect there is refused', async () => {
    const canary = await startHttp();
    let location = '';
    const redirector = await startHttp((_, response) => response.writeHead(302, { location }).end());
    const allow = [`redirector.test:${redirector.port}`, ...portOpen(canary.port)];
    const outbound = open({ allow, lookup: names({ ...NAMES, 'redirector.test': ['127.0.0.1'] }) });
    const start = get(`http://redirector.test:${redirector.port}/`);
    // Node's own server writes ASCII headers only.
    const hosts = [...LITERALS, ...Object.keys(NAMES), 'localhost'].filter((host) => /^[ -~]+$/.test(host));
    for (const host of hosts) {
      location = `http://${host}:${canary.port}/x`;
      expect(await outbound.request(start), location).toMatchObject({ ok: false, reason: 'address_refused' });
    }
    expect(redirector.seen).toHaveLength(hosts.length);
    expect(canary.connections()).toBe(0);
  });

  test('the sentence names the host, and neither the query nor the address behind the name', async () => {
    const result = await open({ lookup: names({ 'inside.test': ['10.1.2.3'] }) }).request(
      get('http://inside.test/path?token=secret'),
    );
    if (result.ok) throw new Error('reached');
    expect(result.message).toBe(
      'inside.test leads to an address that is not public, so nothing is requested from it. ' +
        'Whoever runs this server can allow it with OUTBOUND_ALLOW.',
    );
  });
});

describe('at connect time', () => {
  test('a name that changes its address between two connections is checked again (DNS rebinding)', async () => {
    const server = await startHttp((_, response) => response.writeHead(200, { connection: 'close' }).end());
    const answers = [['127.0.0.1'], ['::1']];
    let lookups = 0;
    const lookup = names({ 'rebind.test': () => answers[lookups++] ?? [] });
    const outbound = open({ allow: [`127.0.0.1:${server.port}`], lookup });
    const url = `http://rebind.test:${server.port}/`;
    expect(await outbound.request(get(url))).toMatchObject({ ok: true });
    expect(await outbound.request(get(url))).toMatchObject({ ok: false, reason: 'address_refused' });
    // One lookup a connection: there is none before it whose answer could differ from the one that is used.
    expect(lookups).toBe(2);
    expect(server.connections()).toBe(1);
  });

  test('the connector checks a literal address itself, for which no lookup is made', async () => {
    const canary = await startHttp();
    const connect = openConnector({
      lookup: names({}),
      connectTimeoutMs: 1_000,
      check: (address) => {
        throw new Refusal('address_refused', address);
      },
    });
    const connectTo = (hostname: string) =>
      new Promise((resolve) => {
        connect({ hostname, protocol: 'http:', port: String(canary.port) }, (...answer) => resolve(answer[0]));
      });
    for (const hostname of ['127.0.0.1', '::1', '::ffff:7f00:1']) {
      expect(await connectTo(hostname)).toMatchObject({ reason: 'address_refused', message: hostname });
    }
    expect(canary.connections()).toBe(0);
  });

  test('undici still makes no lookup for a literal address, which is why the connector checks', async () => {
    const server = await startHttp();
    let lookups = 0;
    const connect = buildConnector({
      lookup: () => {
        lookups++;
      },
    });
    await new Promise<void>((resolve) => {
      connect({ hostname: '127.0.0.1', protocol: 'http:', port: String(server.port) }, (_, socket) => {
        socket?.destroy();
        resolve();
      });
    });
    expect(lookups).toBe(0);
  });
});

describe('URLs that are refused as they stand', () => {
  const table: [url: string, reason: string][] = [
    ['', 'url_invalid'],
    ['example.com/path', 'url_invalid'],
    ['/path', 'url_invalid'],
    ['http://', 'url_invalid'],
    ['http://exa mple/', 'url_invalid'],
    ['http://[::1/', 'url_invalid'],
    ['http://1.2.3.4.5/', 'url_invalid'],
    ['http://[fe80::1%25lo]/', 'url_invalid'],
    ['http://example.com:99999/', 'url_invalid'],
    [`https://example.com/${'a'.repeat(20_000)}`, 'url_invalid'],
    ['file:///etc/passwd', 'scheme_refused'],
    ['ftp://example.com/', 'scheme_refused'],
    ['gopher://example.com/', 'scheme_refused'],
    ['data:text/plain,hello', 'scheme_refused'],
    ['javascript:alert(1)', 'scheme_refused'],
    ['ws://example.com/', 'scheme_refused'],
    ['blob:http://example.com/x', 'scheme_refused'],
    ['http://user:pass@example.com/', 'credentials_refused'],
    ['http://user@example.com/', 'credentials_refused'],
    ['http://:pass@example.com/', 'credentials_refused'],
    ['http://example.com:8080/', 'port_refused'],
    ['https://example.com:22/', 'port_refused'],
    ['https://example.com:80/', 'port_refused'],
    ['http://8.8.8.8:53/', 'port_refused'],
    ['http://[2606:4700::1]:6379/', 'port_refused'],
  ];
  for (const [url, reason] of table) {
    test(`${url.slice(0, 40)} -> ${reason}`, async () => {
      let lookups = 0;
      const lookup = names({
        'example.com': () => {
          lookups++;
          return ['93.184.215.14'];
        },
      });
      const result = await open({ lookup }).request(get(url));
      expect(result).toMatchObject({ ok: false, reason });
      expect(JSON.stringify(result)).not.toMatch(/pass@|user@/);
      expect(lookups).toBe(0);
    });
  }

  test('the same by a redirect', async () => {
    let location = '';
    const server = await startHttp((_, response) => response.writeHead(302, { location }).end());
    const outbound = open({ allow: [`127.0.0.1:${server.port}`] });
    for (const [target, reason] of table.filter(([url]) => url.includes(':') && url.length < 100)) {
      location = target;
      const result = await outbound.request(get(`http://127.0.0.1:${server.port}/`));
      expect(result, target).toMatchObject({ ok: false, reason });
    }
  });

  test('a port of a name that some allowed range could open is decided by the address', async () => {
    const server = await startHttp();
    const lookup = names({ 'public.test': ['93.184.215.14'], 'inside.test': ['127.0.0.1'] });
    const outbound = open({ allow: [`127.0.0.1:${server.port}`], lookup });
    const to = (host: string) => outbound.request(get(`http://${host}:${server.port}/`));
    expect(await to('public.test')).toMatchObject({ ok: false, reason: 'port_refused' });
    expect(await to('inside.test')).toMatchObject({ ok: true });
  });
});

describe('what the list opens', () => {
  const table: [entry: string, host: string][] = [
    ['127.0.0.1:PORT', '127.0.0.1'],
    ['127.0.0.1:PORT', 'inside.test'],
    ['127.0.0.0/8:PORT', '127.0.0.1'],
    ['127.0.0.0/8:PORT', 'inside.test'],
    ['inside.test:PORT', 'inside.test'],
    ['Inside.TEST.:PORT', 'inside.test.'],
    ['xn--bcher-kva.test:PORT', 'bücher.test'],
    ['bücher.test:PORT', 'xn--bcher-kva.test'],
    ['localhost:PORT', 'localhost'],
  ];
  const lookup = names({ 'inside.test': ['127.0.0.1'], 'xn--bcher-kva.test': ['127.0.0.1'] });
  for (const [entry, host] of table) {
    test(`${entry} reaches ${host}`, async () => {
      const server = await startHttp();
      const outbound = open({ allow: [entry.replace('PORT', String(server.port))], lookup });
      const result = await outbound.request(get(`http://${host}:${server.port}/x?y=1`));
      expect(result).toMatchObject({ ok: true, status: 200 });
      expect(server.seen).toMatchObject([{ method: 'GET', url: '/x?y=1' }]);
    });
  }

  // Nobody can be expected to listen on port 80 here; that the guard lets the socket try is what counts.
  for (const entry of ['127.99.98.97', '127.99.0.0/16', 'inside.test', '127.99.98.97:80', 'inside.test:80']) {
    test(`${entry} opens the default port and no other`, async () => {
      const server = await startHttp();
      const outbound = open({ allow: [entry], lookup: names({ 'inside.test': ['127.99.98.97'] }) });
      const host = entry.startsWith('inside') ? 'inside.test' : '127.99.98.97';
      const onDefault = await outbound.request(get(`http://${host}/`, { timeoutMs: 1_000 }));
      if (!onDefault.ok) expect(onDefault.reason).toMatch(/^(connection_failed|timeout)$/);
      const other = await outbound.request(get(`http://${host}:${server.port}/`));
      if (other.ok) throw new Error('reached');
      expect(other.reason).toMatch(/^(port|address)_refused$/);
      expect(server.connections()).toBe(0);
    });
  }

  test('an IPv6 entry with a port', async () => {
    const outbound = open({ allow: ['[::1]:1'] });
    expect(await outbound.request(get('http://[::1]:1/'))).toMatchObject({ ok: false, reason: 'connection_failed' });
    expect(await outbound.request(get('http://[::1]:2/'))).toMatchObject({ ok: false, reason: 'address_refused' });
  });

  test('an entry opens neither other ports, other names nor the neighbours of an address', async () => {
    const server = await startHttp();
    const other = await startHttp();
    const table = {
      'inside.test': ['127.0.0.1'],
      'sub.inside.test': ['127.0.0.1'],
      'mixed.test': ['127.0.0.1', '::1'],
    };
    const allow = [`inside.test:${server.port}`, `127.0.0.2:${server.port}`, `127.0.0.1/32:${other.port + 1}`];
    const outbound = open({ allow, lookup: names(table) });
    const refused = async (url: string) => {
      const result = await outbound.request(get(url));
      expect(result.ok, url).toBe(false);
    };
    await refused(`http://inside.test:${other.port}/`);
    await refused(`http://sub.inside.test:${server.port}/`);
    await refused(`http://127.0.0.1:${server.port}/`);
    await refused(`http://mixed.test:${server.port}/`);
    expect(server.connections() + other.connections()).toBe(0);
  });
});

describe('our own origin', () => {
  test('is reached, also on loopback; another port, scheme or spelling is not', async () => {
    const own = await startHttp();
    const other = await startHttp();
    const outbound = open({ rootUrl: `http://127.0.0.1:${own.port}/passwright/` });
    const to = (url: string) => outbound.request(get(url));
    expect(await to(`http://127.0.0.1:${own.port}/a`)).toMatchObject({ ok: true, status: 200 });
    expect(await to(`http://127.0.0.1:${other.port}/a`)).toMatchObject({ ok: false, reason: 'address_refused' });
    expect(await to(`https://127.0.0.1:${own.port}/a`)).toMatchObject({ ok: false, reason: 'address_refused' });
    expect(await to(`http://[::1]:${own.port}/a`)).toMatchObject({ ok: false, reason: 'address_refused' });
    expect(await to(`http://localhost:${own.port}/a`)).toMatchObject({ ok: false, reason: 'port_refused' });
    expect(own.connections()).toBe(1);
    expect(other.connections()).toBe(0);
  });

  test('by a name, whatever it resolves to; another port of that name is refused without a lookup', async () => {
    const own = await startHttp();
    const outbound = open({ rootUrl: `http://own.test:${own.port}`, lookup: names({ 'own.test': ['127.0.0.1'] }) });
    expect(await outbound.request(get(`http://own.test:${own.port}/`))).toMatchObject({ ok: true });
    expect(await outbound.request(get(`http://OWN.test.:${own.port}/`))).toMatchObject({ ok: true });
    expect(await outbound.request(get(`http://own.test:${own.port + 1}/`))).toMatchObject({ reason: 'port_refused' });
    expect(await outbound.request(get('http://own.test/'))).toMatchObject({ reason: 'address_refused' });
  });
});

test('a root that is no URL, or a bad entry, ends the start', () => {
  expect(() => open({ rootUrl: 'pass.example' })).toThrow('The URL cannot be read');
  expect(() => open({ rootUrl: OWN, allow: ['10.0.0.0/33'] })).toThrow('"10.0.0.0/33"');
});
