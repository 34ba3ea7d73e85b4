// The examples in an app of their own, and passes made from them as holders do, for the tests of
// their stories.
import { expect } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import type { Example } from '../../src/operations/templates/export-template.ts';
import { openTestApp, type TestApp } from '../open-app.ts';
import { openPackage } from '../pass/open-package.ts';

export interface ExampleApp {
  readonly t: TestApp;
  readonly examples: readonly Example[];
  templateHash(name: string): string;
  /** Makes a pass by a creation link, without a clientHash. */
  makePass(name: string, fields?: Record<string, string>): Promise<ExamplePass>;
  /** Edits the template as its owner. */
  editTemplate(name: string, edit: (passConstructor: any) => void): Promise<void>;
}

export interface ExamplePass {
  readonly hashedSerialNumber: string;
  /** Logs an event a minute later, and expects that the server logs it. */
  check(): Promise<any>;
  install(): Promise<any>;
  register(): Promise<any>;
  remove(): Promise<any>;
  scan(): Promise<any>;
  edit(): Promise<any>;
  /** Expects the triggers to refuse the event, and answers the message. */
  refusedScan(): Promise<string>;
  /** updatePassFields as the owner, or as a holder without a clientHash. */
  set(fields: Record<string, unknown>): Promise<any>;
  setAsHolder(fields: Record<string, unknown>): Promise<any>;
  /** pass.json from the pass file, after verifying it. */
  passJson(): Promise<any>;
  /** The shown fields of the pass, by key. */
  fields(): Promise<Record<string, any>>;
  accessTypes(): Promise<readonly number[]>;
}

export async function openExamples(): Promise<ExampleApp> {
  const examples = await readExamples();
  const t = await openTestApp({ examples });
  const templateHash = (name: string) => t.app.first!.templates.find((template) => template.name === name)!.hash;

  const makePass = async (name: string, fields: Record<string, string> = {}): Promise<ExamplePass> => {
    const query = new URLSearchParams({ templateHash: templateHash(name), generate: 'true', ...fields });
    const hashedSerialNumber = await (await t.fetch(`/pass/create.php?${query}`)).text();
    const byOwner = { clientHash: t.clientHash, hashedSerialNumber };
    const track = (accessType: number) => {
      t.advance(60_000);
      return t.call('trackPassAccess', { ...byOwner, accessType });
    };
    const logged = async (accessType: number) => {
      const answer = await track(accessType);
      expect(answer).toMatchObject({ success: true });
      return answer;
    };
    const passJson = async () => openPackage(await t.file(hashedSerialNumber)).passJson as any;
    return {
      hashedSerialNumber,
      check: () => logged(0),
      install: () => logged(2),
      register: () => logged(4),
      remove: () => logged(6),
      scan: () => logged(7),
      edit: () => logged(8),
      refusedScan: async () => {
        const answer = await track(7);
        expect(answer.success).toBe(false);
        return answer.message;
      },
      set: (values) => t.call('updatePassFields', { ...byOwner, ...values }),
      setAsHolder: (values) => t.call('updatePassFields', { hashedSerialNumber, ...values }),
      passJson,
      fields: async () => fieldsOf(await passJson()),
      accessTypes: async () => (await t.events(hashedSerialNumber)).map((event) => event.accessType),
    };
  };

  const editTemplate: ExampleApp['editTemplate'] = async (name, edit) => {
    const hash = templateHash(name);
    const { passConstructor } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash: hash });
    edit(passConstructor);
    const saved = await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateHash: hash,
      passConstructor,
    });
    expect(saved).toMatchObject({ success: true, warnings: [] });
  };

  return { t, examples, templateHash, makePass, editTemplate };
}

const STYLES = ['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard'];

/** The shown fields of a pass by key, whatever its style. */
export function fieldsOf(passJson: any): Record<string, any> {
  const [style] = STYLES.filter((name) => name in passJson);
  const groups = ['headerFields', 'primaryFields', 'secondaryFields', 'auxiliaryFields', 'backFields'];
  const fields = groups.flatMap((group) => passJson[style!][group] ?? []);
  return Object.fromEntries(fields.map((field: any) => [field.key, field]));
}
