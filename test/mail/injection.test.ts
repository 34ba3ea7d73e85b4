// What holders write comes into mails: as text, in the HTML part and in the headers, whatever it looks like.
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYLOADS } from '../fixtures/http/payloads.ts';
import { enqueuePassLink } from '../fixtures/mail/enqueue-pass-link.ts';
import { openMailingApp, type Received, type WithMail } from '../fixtures/mail/mail-server.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const HEADER_PAYLOADS: readonly string[] = [
  'x\r\nBcc: evil@evil.example',
  'x\nBcc: evil@evil.example',
  'x\rBcc: evil@evil.example',
  'x\r\n\r\n<script>alert(1)</script>',
  'x\r\nContent-Type: text/html\r\n\r\n<b>hello</b>',
  'x\u2028Bcc: evil@evil.example',
  'x\u0085Bcc: evil@evil.example',
  'x\u0000\r\nBcc: evil@evil.example',
  '=?utf-8?Q?x=0D=0ABcc:_evil@evil.example?=',
  'x%0D%0ABcc: evil@evil.example',
  'x\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>',
  '"Ada" <evil@evil.example>, x',
  `${'a'.repeat(5000)}\r\nBcc: evil@evil.example`,
];

const NAME = 'structure_secondaryFields_name_value';
let t: TestApp & WithMail;
let templateHash: string;
beforeAll(async () => {
  t = await openMailingApp();
  templateHash = await t.template(
    pointsTemplate({
      organizationName: `{${NAME}}`,
      additional: { psPassDescription: `{${NAME}}`, note: '', counter: 0 },
    }),
  );
});
afterAll(() => t.close());

async function mailOf(text: string): Promise<Received> {
  const hash = await t.pass(templateHash, { [NAME]: text });
  await enqueuePassLink(t.app.context, hash, 'ada@example.com', 'recoveryEmail');
  const before = t.smtp.received.length;
  await t.deliver();
  expect(t.smtp.received).toHaveLength(before + 1);
  return t.smtp.received[before]!;
}

/** Every element with its attributes, but for the link, which is each pass's own. */
function shape(html: string): string[] {
  const elements: string[] = [];
  const onopentag = (name: string, attributes: Record<string, string>) =>
    elements.push(`${name} ${JSON.stringify({ ...attributes, href: attributes.href?.replace(/Number=.*/, '') })}`);
  const parser = new Parser({ onopentag });
  parser.end(html);
  return elements;
}

const visible = (html: string) => {
  let text = '';
  const parser = new Parser({ ontext: (part) => (text += part) }, { decodeEntities: true });
  parser.end(html);
  return text;
};

describe.each([
  ['markup', PAYLOADS],
  ['headers', HEADER_PAYLOADS],
])('%s in a description and an organisation', (_, payloads) => {
  test.each(payloads)('%j', async (payload) => {
    const [harmless, received] = [await mailOf('harmless'), await mailOf(payload)];
    const { mail, to, from, raw } = received;
    expect({ to, from }).toEqual({ to: harmless.to, from: harmless.from });
    expect(mail.headerLines.map(({ key }) => key)).toEqual(harmless.mail.headerLines.map(({ key }) => key));
    expect(mail.to).toEqual(harmless.mail.to);
    expect(mail.from).toEqual(harmless.mail.from);
    expect([mail.cc, mail.bcc, mail.replyTo]).toEqual([undefined, undefined, undefined]);
    expect(mail.attachments).toEqual([]);
    expect(shape(String(mail.html))).toEqual(shape(String(harmless.mail.html)));
    // It is there, as what it is: one line of text.
    const shown = [...payload.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()]
      .slice(0, 200)
      .join('');
    expect(visible(String(mail.html))).toContain(shown);
    expect(mail.text).toContain(`Your pass from ${shown}\n`);
    // Readers would decode what begins with =? there.
    expect(mail.subject).toBe(`Your pass: ${shown.replaceAll('=?', '= ?')}`.replace(/\s+/g, ' '));
    expect(raw).not.toMatch(/^Bcc:/im);
  });
});

describe('as a recipient', () => {
  test.each([
    'ada@example.com\r\nBcc: evil@evil.example',
    'ada@example.com\nRCPT TO:<evil@evil.example>',
    'ada@example.com, evil@evil.example',
    'ada@example.com;evil@evil.example',
    'Ada <ada@example.com>',
    '<ada@example.com>',
    '"evil@evil.example, x"@example.com',
    '"a\r\nBcc: evil@evil.example"@example.com',
    '"<script>alert(1)</script>"@example.com',
    '<script>alert(1)</script>@example.com',
    'ada@example.com>\r\nDATA',
    'ada(comment)@example.com',
    'undisclosed-recipients:ada@example.com',
    'ada@[127.0.0.1]',
    'ada@example.com\u0000',
    'ada@exam ple.com',
    'ada',
    '@example.com',
    '',
    `${'a'.repeat(300)}@example.com`,
  ])('%j is refused by the name of its field, and nothing is written', async (recipient) => {
    const hash = await t.pass(templateHash, { [NAME]: 'Ada' });
    const before = await t.app.context.store.mails(null);
    const enqueuing = enqueuePassLink(t.app.context, hash, recipient, 'recoveryEmail');
    await expect(enqueuing).rejects.toMatchObject({ code: 'parameter_invalid', field: 'recoveryEmail' });
    expect(await t.app.context.store.mails(null)).toEqual(before);
  });

  test.each(["o'neil+tag@example.com", 'jürgen@bücher.example', 'a@localhost', ' spaces@example.com '])(
    '%j arrives at that one address',
    async (recipient) => {
      const hash = await t.pass(templateHash, { [NAME]: 'Ada' });
      await enqueuePassLink(t.app.context, hash, recipient, 'recoveryEmail');
      await t.deliver();
      expect(t.smtp.received.at(-1)!.to).toHaveLength(1);
      expect((await t.app.context.store.mails(null))[0]).toMatchObject({ recipient: recipient.trim(), state: 'sent' });
    },
  );
});
