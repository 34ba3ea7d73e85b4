// Makes what a device gets in place of a deleted pass: a void pass under the same serial number,
// without the address to ask for updates, so that the device stops asking (wallet-facts.md).
import { AppError } from '../../errors.ts';
import { passJsonText, shareFiles, signPass } from '../../pass/package.ts';
import type { WithdrawnPass } from '../../ports/store/devices.ts';
import type { Context } from '../context.ts';
import { certificateOfType, signerOf } from './pass-files.ts';
import { defaultIcon } from './shared-files.ts';

/** The signed .pkpass. Fails with `certificate_missing`. */
export async function makeWithdrawnFile(context: Context, pass: WithdrawnPass): Promise<Uint8Array<ArrayBuffer>> {
  const { owner } = pass;
  const certificate = await certificateOfType(context, owner.id, pass.passTypeIdentifier);
  if (certificate === null) throw new AppError('certificate_missing');
  const packing = {
    passJson: passJsonText({
      formatVersion: 1,
      passTypeIdentifier: pass.passTypeIdentifier,
      teamIdentifier: certificate.teamIdentifier,
      serialNumber: pass.serialNumber,
      description: pass.name,
      organizationName: owner.name === owner.email ? pass.name : owner.name,
      logoText: pass.name,
      voided: true,
      generic: { primaryFields: [{ key: 'withdrawn', label: pass.name, value: 'No longer valid' }] },
    }),
    shared: shareFiles([await defaultIcon(context, 'generic')]),
    signer: signerOf(context, certificate),
    signingTime: context.clock.now(),
  };
  const { bytes } = await context.spans.span('signPass', {}, () => signPass(packing));
  return bytes;
}
