// What a holder types is text wherever registration pages show it, whatever it looks like; what an owner writes as HTML is
// cleaned. Held against a parser, not against patterns: the elements and attributes of the page are those of a harmless one.
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardWith, editable, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><script>alert(1)</script>",
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</option></select><img src=x onerror=alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script href="data:,alert(1)"/></svg>',
  '" onfocus="alert(1)" autofocus="',
  "' onmouseover='alert(1)' x='",
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://evil.example">Log in again</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  '<base href="//evil.example/">',
  '<form action="//evil.example"><input name=password>',
  '<b>bold</b>',
  '<!-- --><h1>Title</h1>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '\u003cscript>alert(1)\u003c/script>',
  '{psEditorURL}<script>{clientHash}</script>',
  ']]><script>alert(1)</script>',
  '<![CDATA[<script>alert(1)</script>]]>',
];

/** Every element with its attributes' names, in order. */
function shape(page: string): string[] {
  const elements: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => elements.push(`${name} ${Object.keys(attributes).join(' ')}`),
  });
  parser.end(page);
  return elements;
}

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const card = () =>
  cardWith(
    {
      name: editable('', 'Name'),
      topic: editable('', 'Topic', { PSOptions: { One: '1', Two: '2' } }),
      email: editable('', 'E-mail', { PSValidation: 'VEmail' }),
      colour: editable('', 'Colour', { PSAttributeType: 'PSAttributeTypeColor' }),
      amount: editable('', 'Amount', { PSAttributeType: 'PSAttributeTypeStepper' }),
      greeting: '',
      psRegistrationMessage: '<p>Hello {name}, <a href="{psPassURL}" title="{name}">see</a> {greeting}</p>',
      psRegisteredMessage: '',
      quick: '',
    },
    {
      description: 'Card of {name}',
      structure: { backFields: [{ key: 'about', label: 'About', value: editable('', 'About you') }] },
      triggers: {
        onRegister: [
          { action: 'PSActionSetValue', targetPath: 'greeting', value: 'Dear {name}' },
          {
            action: 'PSActionSetValue',
            targetPath: 'psRegisteredMessage',
            value: '{name}: <p>thanks {name} {greeting}</p>',
          },
          {
            action: 'PSActionSetValue',
            targetPath: 'psTriggerError',
            value: 'Stopped: {name}',
            PSConditions: '{topic} = "2"',
          },
        ],
      },
    },
  );

describe('what a holder types', () => {
  const fieldsOf = (text: string) => ({ name: text, structure_backFields_about_value: text });
  const HARMLESS = 'harmless';

  /** The pages on which a holder's text stands, by what they are. */
  const pagesOf = async (templateHash: string, text: string): Promise<Record<string, string>> => {
    const query = new URLSearchParams({ templateHash, ...fieldsOf(text), colour: text, amount: text });
    const prefilled = await t.fetch(`/pass/register.php?${query}`);
    const everything = { ...fieldsOf(text), topic: text, email: text, colour: text, amount: text };
    const refused = await sendForm(t, { templateHash }, everything);
    const hashedSerialNumber = await t.pass(templateHash);
    const stopped = await sendForm(t, { hashedSerialNumber }, { ...fieldsOf(text), topic: '2' });
    const taken = await sendForm(t, { hashedSerialNumber }, { ...fieldsOf(text), topic: '1' });
    passIn(taken);
    const form = `/pass/register.php?hashedSerialNumber=${hashedSerialNumber}`;
    return {
      prefilled: await prefilled.text(),
      refused: await refused.text(),
      stopped: await stopped.text(),
      registered: await (await t.fetch(taken.headers.get('location')!)).text(),
      again: await (await t.fetch(form)).text(),
    };
  };

  test.each(PAYLOADS)('%s', async (payload) => {
    const fresh = await t.template(card());
    const harmless = await pagesOf(fresh, HARMLESS);
    const pages = await pagesOf(fresh, payload);
    for (const [name, page] of Object.entries(pages)) {
      expect(shape(page), name).toEqual(shape(harmless[name]!));
      expect(page, name).not.toContain(t.clientHash);
    }
  });
});

describe('what an owner writes as HTML', () => {
  const messageOf = async (html: string) => {
    const templateHash = await t.template(cardWith({ name: editable('', 'Name'), psRegistrationMessage: html }));
    const response = await t.fetch(`/pass/register.php?templateHash=${templateHash}`);
    const page = await response.text();
    expect(page).not.toContain(t.clientHash);
    return /<div class="message" dir="auto">(.*?)<\/div><form/.exec(page)?.[1] ?? '';
  };

  test.each([
    ['<p>Hello <b>you</b></p>', '<p>Hello <b>you</b></p>'],
    ['Rock & roll', 'Rock &amp; roll'],
    ['<h1>Big</h1>', '<h2>Big</h2>'],
    [
      '<a href="https://x.example/a?b=1&amp;c=2">x</a>',
      '<a href="https://x.example/a?b=1&amp;c=2" rel="noopener nofollow">x</a>',
    ],
    ['<img src="https://x.example/a.png">', '<img alt="" src="https://x.example/a.png" />'],
    ['<ul><li>one</li></ul>', '<ul><li>one</li></ul>'],
  ])('stays: %s', async (html, shown) => {
    expect(await messageOf(html)).toBe(shown);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src="http://x.example/a.png" onerror="alert(1)">',
    '<img src="javascript:alert(1)">',
    '<img src="//x.example/a.png">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<p style="position:fixed;inset:0" class="button" id="field-0">x</p>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<iframe src="https://x.example"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<form action="https://x.example"><input name="password"><button>Go</button></form>',
    '<style>body{display:none}</style>',
    '<link rel="stylesheet" href="https://x.example/a.css">',
    '<meta http-equiv="refresh" content="0">',
    '<base href="https://x.example/">',
    '<video src="x" onerror="alert(1)"></video>',
    '</div></main></body><script>alert(1)</script>',
    '<math><mtext><img src=x onerror=alert(1)></mtext></math>',
  ])('is cleaned: %s', async (html) => {
    const elements = shape(await messageOf(`<p>start</p>${html}`));
    const allowed = /^(?:p|div|h2|img alt|a href rel|a rel|img alt src) ?$/;
    expect(elements.filter((element) => !allowed.test(element))).toEqual([]);
    expect(await messageOf(`<p>start</p>${html}`)).not.toMatch(/script:|onerror|onclick|http:|data:|style|class=|id=/i);
  });

  test('the clientHash cannot be told', async () => {
    const templateHash = await t.template(
      cardWith({ name: editable('', 'Name'), psRegistrationMessage: '', note: '' }),
    );
    const secret = { psRegistrationMessage: '{clientHash} {psEditorURL} {note}', note: '{clientHash}' };
    const hash = await t.pass(templateHash, secret);
    const page = await (await t.fetch(`/pass/register.php?hashedSerialNumber=${hash}`)).text();
    expect(page).not.toContain(t.clientHash);
  });

  test('pictures of other sites may load on this page, and nothing else', async () => {
    const templateHash = await t.template(cardWith({ name: editable('', 'Name') }));
    const response = await t.fetch(`/pass/register.php?templateHash=${templateHash}`);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("img-src 'self' data: https:");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("script-src 'self' ");
  });
});
