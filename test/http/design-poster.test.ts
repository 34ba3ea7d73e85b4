// The newer look of a card: the poster beside a generic card with fields of its own, the poster of a
// ticket, and what phones get of both.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const draftOf = async (hash: string) => {
  const { template } = (await t.app.context.store.templateByHash(hash))!;
  return ((await t.app.context.store.draftOf(template.id))?.passConstructor ?? null) as any;
};
/** Sends the form of a page with other texts, or the pressed button. */
async function save(path: string, texts: Record<string, string>) {
  const response = await owner.post(path, await formOf(path, texts));
  return { status: response.status, to: response.headers.get('location') };
}
async function formOf(path: string, texts: Record<string, string>): Promise<Record<string, string>> {
  const form = sentBy(formIn(await owner.page(path), ({ attributes }) => attributes.id === 'design'));
  // A record cannot hold a name twice, so lists are sent as the server joins them.
  const names = [...new Set(form.keys())];
  const entries = names.map((name) => [name.replace(/\[\]$/, ''), form.getAll(name).join(',')] as const);
  return { ...Object.fromEntries(entries), do: 'save', ...texts };
}

describe('the poster', () => {
  const MEMBER: JsonObject = {
    ...pointsTemplate({ type: 'generic' }),
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 7, numberStyle: 'PKNumberStyleDecimal' }],
      secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: '{note}', PSEditable: true } }],
    },
    additional: { note: 'Ada' },
  };
  const POINTS = '{structure_headerFields_points_value}';
  const page = (hash: string) => `/cards/${hash}/design/poster`;
  const publish = async (hash: string) => {
    const form = formIn(await owner.page(`/cards/${hash}/publish`), ({ attributes }) =>
      attributes.action!.endsWith('/publish'),
    );
    expect((await owner.post(`/cards/${hash}/publish`, sentBy(form))).status).toBe(303);
  };

  test('of a generic card shows the values of its fields, is laid out, published and removed', async () => {
    const hash = await t.template(MEMBER);
    const pass = await t.pass(hash, { structure_headerFields_points_value: 1234 });
    expect(textOf(await owner.page(page(hash)))).toContain('The poster is off');
    expect((await save(page(hash), { do: 'addPoster' })).to).toBe(`${page(hash)}?done=saved`);
    const name = { key: 'name', label: 'NAME', value: '{structure_secondaryFields_name_value}' };
    expect((await draftOf(hash)).posterGeneric).toEqual({
      headerFields: [{ key: 'points', label: 'POINTS', value: POINTS, numberStyle: 'PKNumberStyleDecimal' }],
      primaryFields: [name],
    });
    const html = await owner.page(page(hash));
    // Beside the form stands the poster, and what older phones show.
    expect([html.includes('class="pass posterGeneric poster"'), html.includes('class="pass generic"')]).toEqual([
      true,
      true,
    ]);
    expect(html).toContain('<a href="#field-posterGeneric_headerFields-0" class="toField"');
    expect(textOf(html)).toContain('Older iPhones');
    expect(textOf(html)).toContain('What the poster lacks');
    const added = { 'new.posterGeneric_footerFields': 'Since', do: 'addField.posterGeneric_footerFields' };
    expect((await save(page(hash), added)).to).toBe(`${page(hash)}?done=saved#field-posterGeneric_footerFields-0`);
    await save(page(hash), {
      'field.posterGeneric_footerFields.0.value': '2020',
      'field.posterGeneric_primaryFields.0.label': 'MEMBER',
    });
    const field = `/cards/${hash}/design/field?group=posterGeneric_footerFields&key=since`;
    expect(await owner.page(field)).toContain('posterGeneric_footerFields_since_value');
    await save(field, { 'field.posterGeneric_footerFields.0.changeMessage': 'Now %@' });
    // The card's own page and the preview of a typed text know both looks.
    expect(textOf(await owner.page(`/cards/${hash}/design`))).toContain('Poster');
    const typed = await formOf(page(hash), { 'field.posterGeneric_footerFields.0.value': '1999' });
    const preview = textOf(await (await owner.post(`/cards/${hash}/design/preview?of=poster`, typed)).text());
    expect(preview).toContain('1999');
    await publish(hash);
    const shown = await passJsonOf(t, pass);
    expect(shown.generic).toMatchObject({ headerFields: [{ key: 'points', value: 1234 }] });
    expect(shown.posterGeneric).toEqual({
      headerFields: [{ key: 'points', label: 'POINTS', value: 1234, numberStyle: 'PKNumberStyleDecimal' }],
      primaryFields: [{ key: 'name', label: 'MEMBER', value: 'Ada' }],
      footerFields: [{ key: 'since', label: 'Since', value: '2020', changeMessage: 'Now %@' }],
    });

    const { to } = await save(page(hash), { do: 'dropPoster' });
    expect(to).toBe(`/cards/${hash}/design/remove?group=posterGeneric`);
    const ask = await owner.page(to!);
    expect(textOf(ask)).toContain('Remove the poster?');
    const gone = await owner.post(
      `/cards/${hash}/design/remove`,
      sentBy(formIn(ask, ({ attributes }) => attributes.action!.endsWith('/remove'))),
    );
    expect(gone.headers.get('location')).toBe(`${page(hash)}?done=saved`);
    expect(await draftOf(hash)).not.toHaveProperty('posterGeneric');
  });

  test('of a ticket is a scheme; a poster alone gets a card for older phones; other kinds have none', async () => {
    const ticket = await t.template(pointsTemplate({ type: 'eventTicket' }));
    await save(page(ticket), { do: 'addPoster' });
    expect((await draftOf(ticket)).preferredStyleSchemes).toEqual(['posterEventTicket', 'eventTicket']);
    const html = await owner.page(page(ticket));
    expect([html.includes('class="pass eventTicket poster"'), html.includes('class="pass eventTicket"')]).toEqual([
      true,
      true,
    ]);
    expect(textOf(html)).toContain('What the poster lacks');
    await save(page(ticket), { do: 'removePoster' });
    expect(await draftOf(ticket)).toBe(null);

    const alone = await t.template({ ...MEMBER, type: 'posterGeneric' });
    expect(textOf(await owner.page(page(alone)))).toContain('phones before iOS 27 cannot add it');
    await save(page(alone), { do: 'addPoster' });
    expect(await draftOf(alone)).toMatchObject({
      type: 'generic',
      posterGeneric: { headerFields: [{ value: POINTS }] },
    });

    const points = await t.template(pointsTemplate());
    expect(textOf(await owner.page(page(points)))).toContain('Only plain cards and tickets can also be posters.');
    expect(await owner.page(`/cards/${points}/design`)).not.toContain('design/poster"');
  });
});
