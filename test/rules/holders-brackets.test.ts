// Curly brackets that a holder typed are literal for ever (semantics.md, "Magic strings"): through every action, every
// nesting, on every later render and in every condition.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPass } from '../../src/pass/render.ts';
import { compileCondition } from '../../src/rules/paths/conditions.ts';
import { expand, expandValue } from '../../src/rules/paths/magic.ts';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import { literal, typed, typedValue } from '../../src/rules/values/literal.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';
import { call, compiled, factsWith, increment, routine, runEvent, set } from '../fixtures/rules/sample-pass.ts';

const IDENTITY = {
  passTypeIdentifier: 'pass.test',
  teamIdentifier: 'TEAM',
  serialNumber: 'SERIAL',
  authenticationToken: 'a-token-of-sixteen',
  webServiceURL: 'https://passes.example.com/wallet',
  templateName: 'T',
  ownerName: 'O',
};
const NAME = 'structure_secondaryFields_name_value';
/** Everything that would show if it expanded. */
const TYPED = '{secret} {clientHash} {rootPath} {{secret}} {timestamp} }{ {nope}';
const additional = { secret: 'SECRET', copy: '', copies: '', json: '', sum: 0 };
const held = factsWith({ [NAME]: literal(TYPED) });

describe('literal and typed', () => {
  it('are inverse for any text and structure a holder can send', () => {
    const sent = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
    fc.assert(
      fc.property(sent, (value) => {
        expect(typedValue(literal(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/[\uFDD0\uFDD1]/.test(text));
        const kept = literal(text) as string;
        expect(kept).not.toMatch(/[{}]/);
        expect(typed(kept)).toBe(text);
      }),
    );
  });

  it('a literal value never expands, whatever it is joined with', () => {
    const program = compiled({ additional });
    const names = fc.constantFrom('{secret}', '{clientHash}', '{', '}', 'secret', 'x', '{rootPath}');
    const pieces = fc.array(names, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pieces, pieces, (one, other) => {
        const facts = factsWith({ copy: literal(one), copies: literal(other) });
        const text = typed(expand(program, facts, '{copy}{copies}{secret}', { audience: 'trusted' }));
        expect(text).toBe(`${one}${other}SECRET`);
      }),
    );
  });
});

describe('on the pass', () => {
  it('the field shows what was typed, and so does every text that refers to it', () => {
    const program = compiled({
      additional: { ...additional, copy: `<{${NAME}}>`, copies: '{copy}{copy}' },
      structure: {
        primaryFields: [{ key: 'p', label: `{${NAME}}`, value: '{copies}' }],
        secondaryFields: [{ key: 'name', value: { PSValue: '', PSEditable: true } }],
        backFields: [{ key: 'b', value: `{${NAME}}`, attributedValue: '{copy}' }],
      },
      barcode: { format: 'PKBarcodeFormatQR', message: `{${NAME}}`, altText: '{copies}' },
      userInfo: { from: [`{${NAME}}`] },
    });
    const pass = renderPass(program, held, IDENTITY);
    expect(pass.storeCard).toEqual({
      primaryFields: [{ key: 'p', label: TYPED, value: `<${TYPED}><${TYPED}>` }],
      secondaryFields: [{ key: 'name', value: TYPED }],
      backFields: [{ key: 'b', value: TYPED, attributedValue: `<${TYPED}>` }],
    });
    expect(pass.barcode).toMatchObject({ message: TYPED, altText: `<${TYPED}><${TYPED}>` });
    expect(pass.userInfo).toEqual({ from: [TYPED] });
  });
});

/** The value of a field of the rendered pass after onScan ran once and then twice more. */
function rendered(actions: readonly JsonObject[], field: JsonObject, parts: JsonObject = {}) {
  const program = compiled({
    additional,
    structure: {
      primaryFields: [{ key: 'p', ...field }],
      secondaryFields: [{ key: 'name', value: { PSValue: '', PSEditable: true } }],
    },
    triggers: { onScan: actions },
    ...parts,
  });
  return [1, 2, 3].map((times) => {
    let facts = held;
    for (let run = 0; run < times; run++) facts = { ...facts, overrides: runEvent(program, facts).overrides };
    const { primaryFields } = renderPass(program, facts, IDENTITY).storeCard as { primaryFields: JsonObject[] };
    return primaryFields[0]?.value;
  });
}

describe('through triggers, on this render and later ones', () => {
  it.each<[string, readonly JsonObject[], string, string]>([
    ['a set', [set('copy', `{${NAME}}`)], '{copy}', TYPED],
    ['a set of a set', [set('copies', `{${NAME}}`), set('copy', '{copies}')], '{copy}', TYPED],
    ['a set straight into the field', [set('structure_primaryFields_p_value', `{${NAME}}`)], '', TYPED],
    ['a set inside other text', [set('copy', `{secret}: {${NAME}}`)], '{copy}', `SECRET: ${TYPED}`],
  ])('%s', (_, actions, value, shown) => {
    expect(rendered(actions, { value })).toEqual([shown, shown, shown]);
  });

  it('a set of a whole container', () => {
    const action = set('structure_primaryFields', [{ key: 'p', value: `{${NAME}}` }]);
    expect(rendered([action], { value: '' })).toEqual([TYPED, TYPED, TYPED]);
    const asText = set('structure_primaryFields', JSON.stringify([{ key: 'p', value: `{${NAME}}` }]));
    expect(rendered([asText], { value: '' })).toEqual([TYPED, TYPED, TYPED]);
  });

  it('a set of JSON structures and JSON text', () => {
    const object = rendered([set('json', { list: [`{${NAME}}`] })], { value: '{json}' });
    const text = rendered([set('json', JSON.stringify({ list: [`{${NAME}}`] }))], { value: '{json}' });
    const shown = JSON.stringify({ list: [TYPED] });
    expect([...object, ...text]).toEqual(Array(6).fill(shown));
  });

  it('a sub-routine that a trigger wrote with the value in it', () => {
    const inner = JSON.stringify([set('copy', `{${NAME}}`)]);
    expect(rendered([set('json', inner), routine('json')], { value: '{copy}' })).toEqual([TYPED, TYPED, TYPED]);
  });

  it('an increment reads no number out of brackets', () => {
    const program = compiled({ additional: { five: 5, sum: 1 }, triggers: { onScan: increment('sum', '{note}') } });
    const run = runEvent(program, factsWith({ note: literal('{five}') }));
    expect(run.at('sum')).toBe(1);
    const onto = compiled({ additional: { five: 5, note: '' }, triggers: { onScan: increment('note', 1) } });
    expect(runEvent(onto, factsWith({ note: literal('{five}') })).at('note')).toBe(1);
  });

  it('psTriggerError shows them as typed', () => {
    const program = compiled({ additional, triggers: { onScan: set('psTriggerError', `No, {${NAME}}`) } });
    expect(runEvent(program, held).done.message).toBe(`No, ${TYPED}`);
  });

  it('a trace shows them as typed', () => {
    const program = compiled({ additional, triggers: { onScan: set('copy', `{${NAME}}`) } });
    const trace = traceJson(runEvent(program, held).done.trace, 'unused');
    expect(JSON.stringify(trace)).not.toMatch(/[\uFDD0\uFDD1]/);
    expect(trace.actions).toMatchObject([{ after: TYPED }]);
  });
});

describe('in conditions', () => {
  const verdict = (condition: string, overrides: JsonObject = held.overrides) => {
    const run = runEvent(compiled({ additional, triggers: { onScan: set('copies', 'ran', condition) } }), {
      ...held,
      overrides,
    });
    return run.at('copies') === 'ran';
  };

  it('the text is compared as typed, brackets and all', () => {
    const overrides = { [NAME]: literal('{vip}') };
    const json = JSON.stringify('{vip}');
    expect(verdict(`{${NAME}} = ${json}`, overrides)).toBe(true);
    expect(verdict(`{${NAME}} = "vip"`, overrides)).toBe(false);
  });

  it('the text does not expand to what would fulfil a condition', () => {
    const overrides = { [NAME]: literal('{secret}') };
    expect(verdict(`{${NAME}} = "SECRET"`, overrides)).toBe(false);
    expect(verdict(`"{${NAME}}" = "SECRET"`, overrides)).toBe(false);
    expect(verdict(`"{${NAME}}" = {${NAME}}`, overrides)).toBe(true);
  });

  it('a list is compared as typed too', () => {
    const overrides = { copy: literal(['{vip}', '{secret}']) };
    const list = JSON.stringify(JSON.stringify(['{vip}', '{secret}'])).replace('{secret}', '{copies}');
    expect(verdict(`{copy} = ${list}`, { ...overrides, copies: literal('{secret}') })).toBe(true);
    expect(verdict('{copy} = "[\\"{vip}\\",\\"SECRET\\"]"', overrides)).toBe(false);
  });

  it('a holder’s text that a trigger wrote into a condition equals what the holder typed', () => {
    const source = `{copy} = "${literal('{vip} {secret}')}"`;
    const result = compileCondition(compiled({ additional }), source);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.test(factsWith({ copy: literal('{vip} {secret}') }))).toBe(true);
    expect(result.test(factsWith({ copy: '{vip} SECRET' }))).toBe(false);
  });

  it('a condition that a trigger wrote with the value in it expands nothing', () => {
    const condition = set('structure_primaryFields_p_PSConditions', `{secret} = "{${NAME}}"`);
    const program = compiled({
      additional,
      structure: {
        primaryFields: [{ key: 'p', value: 'shown' }],
        secondaryFields: [{ key: 'name', value: { PSValue: '', PSEditable: true } }],
      },
      // Frozen: the name inside the quotes becomes what the holder typed; the one outside is his brackets too.
      triggers: { onScan: { ...condition, value: `"SECRET" = "{${NAME}}"` } },
    });
    const shown = (typedText: string) => {
      const facts = factsWith({ [NAME]: literal(typedText) });
      const { overrides } = runEvent(program, facts);
      const { storeCard } = renderPass(program, { ...facts, overrides }, IDENTITY);
      return isObject(storeCard) && (storeCard.primaryFields as JsonValue[]).length === 1;
    };
    expect(shown('{secret}')).toBe(false);
    expect(shown('SECRET')).toBe(true);
  });
});

describe('in requests', () => {
  const requestOf = (action: JsonObject) => {
    const run = runEvent(compiled({ additional, triggers: { onScan: action } }), held);
    return run.requests[0]!;
  };

  it('other services get what was typed', () => {
    const request = requestOf(call(`https://shop.example/?n={${NAME}}`, { method: 'POST', body: { n: `{${NAME}}` } }));
    expect(new URL(request.url).searchParams.get('n')).toBe(TYPED);
    expect(JSON.parse(request.body!)).toEqual({ n: TYPED });
  });

  it('our own API gets them marked, so that they are still literal when it stores them', () => {
    const request = requestOf(call(`{rootPath}/api/updatePassFields.php?note={${NAME}}`));
    const arrived = new URL(request.url).searchParams.get('note')!;
    expect(arrived).not.toContain('{');
    expect(expandValue(compiled({ additional }), factsWith(), arrived, { audience: 'trusted' })).toBe(arrived);
    expect(typed(arrived)).toBe(TYPED);
  });
});
