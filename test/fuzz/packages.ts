// .pkpass files: archives broken anywhere, and whole ones with broken files in them.
import { zipSync } from 'fflate';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { readPackage, templateOfPackage } from '../../src/template-files/package.ts';
import { mutateBytes, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { asked, target } from './target.ts';

const bytes = (text: string) => Buffer.from(text);
const FILES: Readonly<Record<string, Uint8Array>> = {
  'pass.json': bytes(
    JSON.stringify({
      formatVersion: 1,
      passTypeIdentifier: 'pass.com.example',
      serialNumber: '1',
      teamIdentifier: 'T',
      description: 'Ticket',
      organizationName: 'Hall',
      foregroundColor: 'rgb(1, 2, 3)',
      eventTicket: { primaryFields: [{ key: 'event', label: 'event', value: 'Concert' }], backFields: [] },
      barcodes: [{ format: 'PKBarcodeFormatQR', message: '1', messageEncoding: 'iso-8859-1' }],
      locations: [{ latitude: 1, longitude: 2 }],
    }),
  ),
  'manifest.json': bytes('{}'),
  signature: bytes('x'),
  'icon.png': DEFAULT_ICON,
  'fr.lproj/pass.strings': bytes('"event" = "Évènement";'),
  'fr.lproj/logo.png': DEFAULT_ICON,
  '__MACOSX/._pass.json': bytes('x'),
};
const NAMES = Object.keys(FILES);

export const packages = target('packages', 900, () => {
  const seeds = [zipSync({ ...FILES }), zipSync({ ...FILES }, { level: 0 }), zipSync({ 'a.pkpass': bytes('x') })];
  return {
    make: (random: Random): Uint8Array => {
      if (random.chance(0.6)) return mutateBytes(random, random.pick(seeds), seeds);
      const files = Object.entries(FILES).map(([name, content]) => [
        random.chance(0.1) ? mutateText(random, name, NAMES).slice(0, 200) : name,
        random.chance(0.4) ? mutateBytes(random, content) : content,
      ]);
      const named = Object.fromEntries(files);
      // The library that makes the archive stumbles over this name itself.
      delete named['__proto__' as never];
      return zipSync({ ...named, ...(random.chance(0.05) ? { 'x/__proto__': bytes('x') } : {}) }, { level: 0 });
    },
    send: (zip: Uint8Array) =>
      asked(() => {
        const { passConstructor } = templateOfPackage(readPackage(zip, 'a.pkpass'), 'a.pkpass');
        const { images: _, localizedImages: __, ...others } = passConstructor;
        compileTemplate(others);
      }),
  };
});
