// What goes out and what comes back: methods, bodies, headers, redirects and the depth header, between real servers.

import { generateKeyPairSync } from 'node:crypto';
import https from 'node:https';
import forge from 'node-forge';
import { describe, expect, test } from 'vitest';
import { firstHop, nextHop } from '../../src/outbound/hops.ts';
import type { OutboundRequest } from '../../src/ports/outbound.ts';
import { DEPTH_HEADER } from '../../src/ports/outbound.ts';
import { calledAt, get, listen, names, OWN, open, type Server, startHttp } from '../fixtures/outbound/servers.ts';

const lookup = names({ 'own.test': ['127.0.0.1'], 'a.test': ['127.0.0.1'], 'b.test': ['127.0.0.1'] });

/** A redirector at `/`, whose answer a test chooses, and the same server as our own or as somebody else's. */
async function redirecting() {
  const answer = { status: 302, location: '' };
  const redirect = await startHttp((request, response) => {
    if (request.url !== '/') response.end('here');
    else response.writeHead(answer.status, { location: answer.location }).end('moved');
  });
  const target = await startHttp();
  return { answer, redirect, target };
}

describe('the answer', () => {
  test('status, type and body are passed on as they came', async () => {
    const server = await startHttp((request, response) => {
      const status = Number(request.url.slice(1));
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(status === 204 || status === 304 ? undefined : `status ${status}`);
    });
    const outbound = open({ rootUrl: `http://own.test:${server.port}`, lookup });
    for (const status of [200, 201, 204, 300, 304, 400, 404, 500, 503]) {
      const result = await outbound.request(get(`http://own.test:${server.port}/${status}`));
      if (!result.ok) throw new Error(result.message);
      expect(result.status).toBe(status);
      expect(result.contentType).toBe('text/plain; charset=utf-8');
      const text = Buffer.from(result.body).toString();
      expect(text).toBe(status === 204 || status === 304 ? '' : `status ${status}`);
      expect(Number.isInteger(result.durationMs) && result.durationMs >= 0).toBe(true);
    }
  });

  test('no type is null; a redirect without a location is an answer', async () => {
    const server = await startHttp((_, response) => response.writeHead(302).end('nowhere'));
    const outbound = open({ rootUrl: `http://own.test:${server.port}`, lookup });
    const result = await outbound.request(get(`http://own.test:${server.port}/`));
    expect(result).toMatchObject({ ok: true, status: 302, contentType: null });
  });

  test('failures to connect are told apart in a sentence', async () => {
    const server = await startHttp((_, response) => response.destroy());
    const table = { 'a.test': ['127.0.0.1'] };
    const outbound = open({ allow: [`a.test:${server.port}`, 'a.test:1'], lookup: names(table) });
    const message = async (url: string) => {
      const result = await outbound.request(get(url));
      if (result.ok) throw new Error('reached');
      expect(result.reason).toBe('connection_failed');
      return result.message;
    };
    expect(await message('http://a.test:1/?key=secret')).toBe('a.test:1 does not accept connections.');
    expect(await message(`http://a.test:${server.port}/?key=secret`)).toBe(
      `a.test:${server.port} broke off the connection.`,
    );
    expect(await message('http://unknown.test/?key=secret')).toBe('There is no address for the name unknown.test.');
  });

  test('a TLS certificate nobody vouches for is refused before anything is sent', async () => {
    let requests = 0;
    const server = https.createServer(selfSigned('a.test'), (_, response) => {
      requests++;
      response.end();
    });
    const { port } = await listen(server);
    const result = await open({ allow: [`a.test:${port}`], lookup }).request(get(`https://a.test:${port}/`));
    expect(result).toMatchObject({
      ok: false,
      reason: 'connection_failed',
      message: `The TLS certificate of a.test:${port} is not valid (DEPTH_ZERO_SELF_SIGNED_CERT).`,
    });
    expect(requests).toBe(0);
  });
});

describe('the request', () => {
  test('method, body and headers arrive; compression is never asked for', async () => {
    const server = await startHttp();
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    const body = '{"name":"Zoë"}';
    const headers = {
      'Content-Type': 'application/json',
      Authorization: 'Bearer x',
      'X-Latin': 'é',
      'Accept-Encoding': 'gzip',
    };
    for (const method of ['POST', 'put', 'PATCH', 'DELETE']) {
      await outbound.request(get(`http://a.test:${server.port}/p%20q?a=1&b=%C3%A9#part`, { method, body, headers }));
    }
    expect(server.seen.map((seen) => seen.method)).toEqual(['POST', 'PUT', 'PATCH', 'DELETE']);
    for (const seen of server.seen) {
      expect(seen).toMatchObject({ url: '/p%20q?a=1&b=%C3%A9', body });
      expect(seen.headers).toMatchObject({
        'content-type': 'application/json',
        authorization: 'Bearer x',
        'x-latin': 'é',
        'accept-encoding': 'identity',
        'user-agent': 'Passwright',
        host: `a.test:${server.port}`,
      });
    }
  });

  test('GET and HEAD have no body, and a template names its own user agent', async () => {
    const server = await startHttp();
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    const headers = { 'user-agent': 'mine', 'content-type': 'text/plain' };
    for (const method of ['GET', 'HEAD']) {
      const result = await outbound.request(get(`http://a.test:${server.port}/`, { method, body: 'text', headers }));
      expect(result).toMatchObject({ ok: true, status: 200 });
    }
    expect(server.seen.map((seen) => [seen.body, seen.headers['user-agent'], seen.headers['content-type']])).toEqual([
      ['', 'mine', undefined],
      ['', 'mine', undefined],
    ]);
  });

  test('headers that frame, route or vouch are not the template’s to set', async () => {
    const server = await startHttp();
    const outbound = open({ rootUrl: `http://own.test:${server.port}`, lookup });
    const headers = {
      Host: 'elsewhere.test',
      Connection: 'close, x-kept',
      'Content-Length': '3',
      'Transfer-Encoding': 'chunked',
      'Keep-Alive': 'timeout=1',
      Upgrade: 'websocket',
      Expect: '100-continue',
      TE: 'trailers',
      Trailer: 'x',
      'Proxy-Authorization': 'Basic x',
      'X-Forwarded-For': '1.2.3.4',
      'X-Forwarded-Host': 'elsewhere.test',
      Forwarded: 'for=1.2.3.4',
      'X-Real-IP': '1.2.3.4',
      'X-Passwright-Depth': '0',
      'X-Kept': 'yes',
    };
    const url = `http://own.test:${server.port}/`;
    expect(await outbound.request(get(url, { method: 'POST', body: 'five!', headers }))).toMatchObject({ ok: true });
    const [seen] = server.seen;
    expect(seen?.body).toBe('five!');
    expect(seen?.headers).toEqual({
      host: `own.test:${server.port}`,
      connection: 'keep-alive',
      'content-length': '5',
      'x-kept': 'yes',
      'user-agent': 'Passwright',
      'accept-encoding': 'identity',
      [DEPTH_HEADER]: 'depth 1',
    });
  });

  const broken: [name: string, more: Partial<OutboundRequest>][] = [
    ['a line break in a header', { headers: { 'x-a': 'one\r\nx-b: two' } }],
    ['a lone line feed', { headers: { 'x-a': 'one\nGET / HTTP/1.1' } }],
    ['a zero byte', { headers: { 'x-a': '\0' } }],
    ['a header outside Latin-1', { headers: { 'x-a': '€' } }],
    ['a header name with a colon', { headers: { 'x-a: b': 'c' } }],
    ['an empty header name', { headers: { '': 'c' } }],
    ['headers without end', { headers: { 'x-a': 'a'.repeat(40_000) } }],
    ['an unknown method', { method: 'FETCH' }],
    ['a method with a line break', { method: 'GET / HTTP/1.1\r\nx: y\r\n' }],
    ['no method', { method: '' }],
    ['CONNECT', { method: 'CONNECT' }],
    ['TRACE', { method: 'TRACE' }],
  ];
  for (const [name, more] of broken) {
    test(`${name} is url_invalid and nothing is sent`, async () => {
      const server = await startHttp();
      const outbound = open({ allow: [`a.test:${server.port}`], lookup });
      const result = await outbound.request(get(`http://a.test:${server.port}/?key=secret`, more));
      expect(result).toMatchObject({ ok: false, reason: 'url_invalid' });
      expect(JSON.stringify(result)).not.toContain('secret');
      expect(server.connections()).toBe(0);
    });
  }

  test('even a request that breaks its type is answered', async () => {
    const outbound = open();
    const requests = [{}, { url: null }, { ...get('http://a.test/'), headers: null }];
    for (const request of requests) {
      expect(await outbound.request(request as unknown as OutboundRequest)).toMatchObject({ ok: false });
    }
  });
});

describe('redirects', () => {
  test('three are followed, the fourth is not, and a loop ends', async () => {
    const server = await startHttp((request, response) => {
      const left = Number(request.url.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end('moved');
      else response.end('arrived');
    });
    const loop = await startHttp((_, response) => response.writeHead(307, { location: '/' }).end());
    const outbound = open({ allow: [`a.test:${server.port}`, `a.test:${loop.port}`], lookup });
    expect(await outbound.request(get(`http://a.test:${server.port}/3`))).toMatchObject({ ok: true, status: 200 });
    expect(server.seen).toHaveLength(4);
    const tooMany = { ok: false, reason: 'too_many_redirects' };
    expect(await outbound.request(get(`http://a.test:${server.port}/4`))).toMatchObject(tooMany);
    expect(server.seen).toHaveLength(8);
    expect(await outbound.request(get(`http://a.test:${loop.port}/`))).toMatchObject(tooMany);
    expect(loop.seen).toHaveLength(4);
  });

  const methods: [status: number, from: string, to: string, body: string][] = [
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [307, 'POST', 'POST', 'text'],
    [308, 'POST', 'POST', 'text'],
    [301, 'PUT', 'PUT', 'text'],
    [303, 'PUT', 'GET', ''],
    [302, 'DELETE', 'DELETE', 'text'],
    [303, 'HEAD', 'HEAD', ''],
    [302, 'GET', 'GET', ''],
  ];
  for (const [status, from, to, body] of methods) {
    test(`${status} makes ${from} a ${to}`, async () => {
      const { answer, redirect } = await redirecting();
      Object.assign(answer, { status, location: '/next' });
      const outbound = open({ allow: [`a.test:${redirect.port}`], lookup });
      const headers = { 'content-type': 'text/plain', authorization: 'Bearer x' };
      await outbound.request(get(`http://a.test:${redirect.port}/`, { method: from, body: 'text', headers }));
      expect(redirect.seen[1]).toMatchObject({ url: '/next', method: to, body });
      const type = body === '' ? undefined : 'text/plain';
      expect(redirect.seen[1]?.headers['content-type']).toBe(type);
      expect(redirect.seen[1]?.headers.authorization).toBe('Bearer x');
    });
  }

  test('another origin sees neither credentials nor headers of the template’s own, even with the same host', async () => {
    const { answer, redirect, target } = await redirecting();
    const allow = [`a.test:${redirect.port}`, `a.test:${target.port}`, `b.test:${target.port}`];
    const outbound = open({ allow, lookup });
    const headers = {
      Authorization: 'Bearer x',
      cookie: 'a=b',
      'X-Api-Key': 'k',
      Accept: 'text/html',
    };
    for (const host of ['a.test', 'b.test']) {
      answer.location = `http://${host}:${target.port}/next`;
      await outbound.request(get(`http://a.test:${redirect.port}/`, { headers }));
    }
    expect(redirect.seen[0]?.headers).toMatchObject({ authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k' });
    expect(target.seen).toHaveLength(2);
    for (const { headers } of target.seen) {
      expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    }
  });

  test('from https to http is not followed', () => {
    const hop = firstHop(get('https://a.test/'), OWN);
    const follow = (location: string) => nextHop(hop, 302, location, OWN)?.url.href;
    expect(() => follow('http://a.test/')).toThrow('redirects from https to http');
    expect(follow('https://b.test/')).toBe('https://b.test/');
    expect(follow('//b.test/x')).toBe('https://b.test/x');
  });
});

describe('our own origin', () => {
  test('a foreign server cannot send us to ourselves', async () => {
    const { answer, redirect: foreign, target: own } = await redirecting();
    const outbound = open({ rootUrl: `http://own.test:${own.port}`, allow: [`a.test:${foreign.port}`], lookup });
    for (const host of ['own.test', 'OWN.test', 'own.test.']) {
      answer.location = `http://${host}:${own.port}/admin`;
      const result = await outbound.request(get(`http://a.test:${foreign.port}/`));
      expect(result, host).toMatchObject({ ok: false, reason: 'address_refused' });
    }
    expect(foreign.seen).toHaveLength(3);
    expect(own.connections()).toBe(0);
  });

  test('nor by way of ourselves: own, foreign, own', async () => {
    let foreignPort = 0;
    const own = await startHttp((_, response) =>
      response.writeHead(302, { location: `http://a.test:${foreignPort}/` }).end(),
    );
    const foreign = await startHttp((_, response) =>
      response.writeHead(302, { location: `http://own.test:${own.port}/` }).end(),
    );
    foreignPort = foreign.port;
    const outbound = open({ rootUrl: `http://own.test:${own.port}`, allow: [`a.test:${foreign.port}`], lookup });
    const result = await outbound.request(get(`http://own.test:${own.port}/`));
    expect(result).toMatchObject({ ok: false, reason: 'address_refused' });
    expect(own.seen.map((seen) => seen.headers[DEPTH_HEADER])).toEqual(['depth 1']);
    expect(foreign.seen.map((seen) => seen.headers[DEPTH_HEADER])).toEqual([undefined]);
  });

  test('own to own is followed, with the depth', async () => {
    const { answer, redirect: own } = await redirecting();
    answer.location = '/next';
    const outbound = open({ rootUrl: `http://own.test:${own.port}`, lookup });
    const asked = get(`http://own.test:${own.port}/`, { ownCall: calledAt(2) });
    expect(await outbound.request(asked)).toMatchObject({ ok: true });
    expect(own.seen.map((seen) => [seen.url, seen.headers[DEPTH_HEADER]])).toEqual([
      ['/', 'depth 2'],
      ['/next', 'depth 2'],
    ]);
  });

  test('the depth goes to our own origin only; a template cannot set it', async () => {
    const own: Server = await startHttp();
    const foreign = await startHttp();
    const other = await startHttp();
    const allow = [`own.test:${other.port}`, `a.test:${foreign.port}`];
    const outbound = open({ rootUrl: `http://own.test:${own.port}`, allow, lookup });
    const headers = { 'X-PASSWRIGHT-DEPTH': '0', [DEPTH_HEADER]: '0' };
    for (const host of [`own.test:${own.port}`, `own.test:${other.port}`, `a.test:${foreign.port}`]) {
      expect(await outbound.request(get(`http://${host}/`, { headers }))).toMatchObject({ ok: true });
    }
    expect(own.seen[0]?.headers[DEPTH_HEADER]).toBe('depth 1');
    for (const { seen } of [other, foreign]) expect(seen[0]?.headers).not.toHaveProperty(DEPTH_HEADER);
  });

  test('depth 3 is refused for us and means nothing elsewhere', async () => {
    const own = await startHttp();
    const foreign = await startHttp();
    const outbound = open({ rootUrl: `http://own.test:${own.port}`, allow: [`a.test:${foreign.port}`], lookup });
    for (const depth of [3, 4, Number.NaN]) {
      const ownCall = calledAt(depth);
      const result = await outbound.request(get(`http://own.test:${own.port}/`, { ownCall }));
      expect(result, String(depth)).toMatchObject({ ok: false, reason: 'depth_exceeded' });
      expect(await outbound.request(get(`http://a.test:${foreign.port}/`, { ownCall }))).toMatchObject({ ok: true });
    }
    expect(own.connections()).toBe(0);
  });
});

function selfSigned(name: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.validity.notAfter.setFullYear(certificate.validity.notAfter.getFullYear() + 1);
  const subject = [{ name: 'commonName', value: name }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }]);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { key: privateKey, cert: forge.pki.certificateToPem(certificate) };
}
