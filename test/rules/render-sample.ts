// pass.json of a sample pass, rendered with an identity that no real pass has.
import { type PassIdentity, renderPass } from '../../src/pass/render.ts';
import type { AccessFacts, Overrides } from '../../src/rules/passes/facts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { compiled, factsWith } from './sample-pass.ts';

export const IDENTITY: PassIdentity = {
  passTypeIdentifier: 'pass.com.example.test',
  teamIdentifier: 'TEAM000000',
  serialNumber: 'SERIAL',
  authenticationToken: 'a-token-of-sixteen-or-more',
  webServiceURL: 'https://passes.example.com/wallet',
  templateName: 'Name of the template',
  ownerName: 'Name of the owner',
};

export function rendered(parts: JsonObject = {}, overrides: Overrides = {}, access: AccessFacts = {}): JsonObject {
  return renderPass(compiled(parts), factsWith(overrides, access), IDENTITY);
}

/** One header field with a key `a`, rendered. */
export function renderedField(field: JsonObject, overrides: Overrides = {}): JsonObject | undefined {
  const pass = rendered({ structure: { headerFields: [{ key: 'a', ...field }] } }, overrides);
  const { headerFields } = pass.storeCard as { headerFields: JsonObject[] };
  return headerFields[0];
}
