// What a URL action and an image set ask for, and how a run goes on after the answer (semantics.md, "Triggers", "Magic strings").
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import {
  CLIENT_HASH,
  call,
  compiled,
  factsWith,
  increment,
  ROOT,
  routine,
  runActions,
  runEvent,
  set,
} from '../fixtures/rules/sample-pass.ts';

const requestOf = (action: JsonObject, additional: JsonObject = {}) => {
  const request = runActions(action, { additional: { note: '', ...additional } }).requests[0];
  if (request === undefined) throw new Error('no request');
  return request;
};

describe('the request of a URL action', () => {
  it('is a GET without a body unless the action says otherwise', () => {
    expect(requestOf(call('https://a.example/x'))).toEqual({
      purpose: 'action',
      method: 'GET',
      url: 'https://a.example/x',
      headers: {},
      body: null,
      timeoutMs: 10_000,
    });
  });

  it('each expanded value is percent-encoded', () => {
    const { url } = requestOf(call('https://a.example/{a}?q={a}'), { a: "ä/?&=# +{'" });
    const encoded = encodeURIComponent("ä/?&=# +{'");
    expect(url).toBe(`https://a.example/${encoded}?q=${encoded}`);
  });

  it('a value at position 0 is the URL or its beginning, and is not encoded', () => {
    expect(requestOf(call('{rootPath}/x?q={rootPath}')).url).toBe(`${ROOT}/x?q=${encodeURIComponent(ROOT)}`);
    expect(requestOf(call('{psPassURL}')).url).toBe(`${ROOT}/pass/create.php?hashedSerialNumber=HASHEDSERIAL`);
    expect(requestOf(call('{hook}'), { hook: 'https://a.example/?a=1&b={c}', c: 'x y' }).url).toBe(
      'https://a.example/?a=1&b=x y',
    );
  });

  it('an unknown name stays as it was typed', () => {
    expect(requestOf(call('https://a.example/{nope}')).url).toBe('https://a.example/{nope}');
  });

  it('the clientHash expands', () => {
    expect(requestOf(call('https://a.example/?h={clientHash}')).url).toBe(`https://a.example/?h=${CLIENT_HASH}`);
    expect(requestOf(call('{psEditorURL}')).url).toContain(`clientHash=${CLIENT_HASH}&`);
  });

  it('a lone surrogate does not throw', () => {
    expect(requestOf(call('https://a.example/{a}'), { a: '\uD800' }).url).toBe('https://a.example/%EF%BF%BD');
  });

  it.each([
    ['post', 'POST'],
    ['PUT', 'PUT'],
    ['HEAD', 'HEAD'],
  ])('method %s', (method, sent) => {
    expect(requestOf(call('https://a.example', { method })).method).toBe(sent);
  });

  it('headers expand, in lower case, on one line', () => {
    const { headers } = requestOf(call('https://a.example', { headers: { 'X-Name': 'a {n}' } }), {
      n: 'b\r\nx-evil: 1',
    });
    expect(headers).toEqual({ 'x-name': 'a b x-evil: 1' });
  });

  it('a JSON body expands inside its texts', () => {
    const { body, headers } = requestOf(call('https://a.example', { method: 'POST', body: { n: '{n}', x: 1 } }), {
      n: '"',
    });
    expect(headers).toEqual({ 'content-type': 'application/json' });
    expect(JSON.parse(body!)).toEqual({ n: '"', x: 1 });
  });

  it('a text body is a form whose values are encoded', () => {
    const { body, headers } = requestOf(call('https://a.example', { method: 'POST', body: 'a={n}&b=2' }), {
      n: '&x=1',
    });
    expect(headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(body).toBe('a=%26x%3D1&b=2');
  });

  it('a text body of another kind is not encoded', () => {
    const more = { method: 'POST', body: 'Hello {n}', headers: { 'Content-Type': 'text/plain' } };
    expect(requestOf(call('https://a.example', more), { n: 'a&b' }).body).toBe('Hello a&b');
  });

  it('a JSON text as body keeps its quotes together', () => {
    const more = { method: 'POST', body: '{"n":"{n}"}', headers: { 'Content-Type': 'application/json' } };
    expect(JSON.parse(requestOf(call('https://a.example', more), { n: 'a"b' }).body!)).toEqual({ n: 'a"b' });
  });
});

describe('going on after the answer', () => {
  it('what earlier actions changed is committed before the request', () => {
    const run = runActions([increment('counter', 1), call('https://a.example'), increment('counter', 1)]);
    expect(run.segments[0]).toMatchObject({ overrides: { counter: 1 }, changed: true, next: { kind: 'request' } });
    expect(run.segments[1]).toMatchObject({ overrides: { counter: 2 }, changed: true });
  });

  it('what the called service changed is visible to later actions, and pushed at the end', () => {
    const program = compiled({
      triggers: { onScan: [call('https://a.example'), set('note', 'saw {counter}', '{counter} > 40')] },
    });
    const run = runEvent(program, factsWith(), 7, (_, overrides) => ({ overrides: { ...overrides, counter: 41 } }));
    expect(run.at('note')).toBe('saw 41');
    const only = compiled({ triggers: { onScan: call('https://a.example') } });
    const changed = runEvent(only, factsWith(), 7, (_, overrides) => ({ overrides: { ...overrides, counter: 41 } }));
    expect(changed.done.updated).toBe(true);
    expect(changed.segments.at(-1)?.changed).toBe(true);
    expect(runEvent(only).done.updated).toBe(false);
  });

  it('a failure does not stop the run; status and duration go into the trace', () => {
    const program = compiled({
      triggers: { onScan: [call('https://a.example/1'), call('https://a.example/2'), set('note', 'on')] },
    });
    const run = runEvent(program, factsWith(), 7, (number) => ({
      reply:
        number === 1
          ? { ok: false, message: 'no answer within 10 s', durationMs: 10_000.4 }
          : { ok: true, status: 503, durationMs: 12 },
    }));
    expect(run.at('note')).toBe('on');
    expect(run.done.outcome).toBe('error');
    expect(run.done.trace.actions).toMatchObject([
      { request: { method: 'GET', url: 'https://a.example/1', durationMs: 10_000 }, error: 'no answer within 10 s' },
      { request: { url: 'https://a.example/2', status: 503, durationMs: 12 } },
      { after: 'on' },
    ]);
  });

  it('a request in a sub-routine resumes there', () => {
    const run = runActions([routine('code'), set('note', '{note}3')], {
      additional: { note: '', code: [set('note', '1'), call('https://a.example/{note}'), set('note', '{note}2')] },
    });
    expect(run.requests.map(({ url }) => url)).toEqual(['https://a.example/1']);
    expect(run.at('note')).toBe('123');
  });

  it('a simulation sends nothing and says so in the trace', () => {
    const program = compiled({ triggers: { onScan: call('https://a.example') } });
    const run = runEvent(program, factsWith(), 7, () => ({ reply: { ok: true, note: 'Not sent.', durationMs: 0 } }));
    expect(run.done.trace.actions).toMatchObject([{ problems: ['Not sent.'] }]);
    expect(run.done.outcome).toBe('fired');
  });
});

describe('sets of images', () => {
  const HASH = 'ab'.repeat(32);
  it('a URL is fetched; the content hash of the answer is set', () => {
    const program = compiled({
      additional: { who: 'a b' },
      triggers: { onScan: set('images_logo', 'https://a.example/{who}.png') },
    });
    const run = runEvent(program, factsWith(), 7, () => ({ reply: { ok: true, image: HASH, durationMs: 3 } }));
    expect(run.requests).toMatchObject([{ purpose: 'image', method: 'GET', url: 'https://a.example/a b.png' }]);
    expect(run.overrides).toEqual({ images_logo: HASH });
    expect(run.done).toMatchObject({ updated: true, trace: { actions: [{ before: null, after: HASH }] } });
  });

  it('one that could not be fetched changes nothing', () => {
    const program = compiled({ triggers: { onScan: [set('images_logo', 'https://a.example/x'), set('note', 'on')] } });
    const run = runEvent(program, factsWith(), 7, () => ({ reply: { ok: false, message: 'no image', durationMs: 3 } }));
    expect(run.overrides).toEqual({ note: 'on' });
    expect(run.done.outcome).toBe('error');
  });

  it('one of our own images is set without a request, also through its magic string', () => {
    const images = { logo: HASH };
    const own = runActions(set('images_icon', `${ROOT}/images/${HASH}.png`), { images });
    expect(own.requests).toHaveLength(0);
    expect(own.overrides).toEqual({ images_icon: HASH });
    expect(runActions(set('images_icon', '{images_logo}'), { images }).overrides).toEqual({ images_icon: HASH });
  });

  it('null gives back the template’s image, the empty text takes it away', () => {
    const parts = { images: { logo: HASH } };
    const held = factsWith({ images_logo: 'cd'.repeat(32) });
    expect(runActions(set('images_logo', null), parts, held).at('images_logo')).toBe(HASH);
    expect(runActions(set('images_logo', ''), parts, held).overrides).toEqual({ images_logo: '' });
  });
});
