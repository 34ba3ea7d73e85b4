// Every form of a template file, read as what it is; and files that are none, told so that an owner can mend them.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import { localizationFiles } from '../../src/pass/localize.ts';
import { readTemplateFile } from '../../src/template-files/read.ts';
import { writeTemplateFile, writeTemplateFolder } from '../../src/template-files/write.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
const svgUri = `data:image/svg+xml;base64,${Buffer.from(SVG).toString('base64')}`;
const icon = `data:image/png;base64,${Buffer.from(DEFAULT_ICON).toString('base64')}`;
const PASS = {
  formatVersion: 1,
  passTypeIdentifier: 'pass.com.example',
  teamIdentifier: 'ABCDE12345',
  serialNumber: '1',
  authenticationToken: 'not for templates',
  webServiceURL: 'https://example.com/',
  description: 'A ticket',
  eventTicket: { primaryFields: [{ key: 'event', value: 'Hello' }] },
};
const LOCALIZATIONS = { fr: { Hello: 'Bonjour "vous"\n\\o/' }, 'zh-Hans': { Hello: '你好' } };
const PERSONALIZATION = {
  description: 'Join us',
  requiredPersonalizationFields: ['PKPassPersonalizationFieldName'],
};

let folder = '';
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passwright-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, String(++made), name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** The files of a pass, as its maker packs them. */
function packageFiles(more: Record<string, Uint8Array> = {}): Record<string, Uint8Array> {
  const strings = localizationFiles(LOCALIZATIONS).map(({ name, bytes }) => [name, bytes] as const);
  return {
    'pass.json': Buffer.from(JSON.stringify(PASS)),
    'icon.png': DEFAULT_ICON,
    'icon@2x.png': DEFAULT_ICON,
    ...Object.fromEntries(strings),
    'manifest.json': Buffer.from('{}'),
    signature: Buffer.from('none'),
    ...more,
  };
}

test('a .pkpasstemplate of Pass Designer, as a folder and as an archive of it', async () => {
  const files = {
    ...packageFiles({
      'artwork.png': DEFAULT_ICON,
      'logo.pdf': Buffer.from('%PDF'),
      'tooling.json': Buffer.from('{}'),
    }),
  };
  const wanted = {
    ...TEMPLATE_OF_PASS,
    passConstructor: { ...TEMPLATE_OF_PASS.passConstructor, images: { icon, 'icon@2x': icon, artwork: icon } },
    leftOut: ['logo.pdf'],
  };
  const around = Object.entries(files).map(([name, bytes]) => [`Ticket.pkpasstemplate/${name}`, bytes] as const);
  const zipped = zipSync({ ...Object.fromEntries(around), '__MACOSX/._Ticket.pkpasstemplate': Buffer.from('x') });
  expect(await readTemplateFile(await fileOf('Ticket.zip', zipped))).toEqual(wanted);
  const unpacked = join(folder, 'Ticket.pkpasstemplate');
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(unpacked, name, '..'), { recursive: true });
    await writeFile(join(unpacked, name), bytes);
  }
  expect(await readTemplateFile(unpacked)).toEqual(wanted);
});

const TEMPLATE_OF_PASS = {
  templateName: null,
  passConstructor: {
    description: 'A ticket',
    eventTicket: PASS.eventTicket,
    images: { icon, 'icon@2x': icon },
    localizations: LOCALIZATIONS,
  },
  leftOut: [],
};

test('a template that was written comes back equal, as a folder and as one file, attributes of images included', async () => {
  const template = {
    templateName: 'Café 👩‍👩‍👧',
    passConstructor: {
      type: 'generic',
      images: { icon, logo: svgUri, strip: { PSValue: icon, PSEditable: true, PSLabel: 'Picture' }, thumbnail: '' },
      triggers: { onScan: [] },
    },
  };
  const written = join(folder, 'written');
  const file = join(folder, 'written.json');
  await writeTemplateFolder(written, template, false);
  await writeTemplateFile(file, template, false);
  const expected = { ...template, leftOut: [] };
  expect(await readTemplateFile(written)).toEqual(expected);
  expect(await readTemplateFile(`${written}/`)).toEqual(expected);
  expect(await readTemplateFile(join(written, 'template.json'))).toEqual(expected);
  expect(await readTemplateFile(file)).toEqual(expected);
  // In the folder, images are files that a person can open.
  expect((await readdir(written)).sort()).toEqual(['icon.png', 'logo.svg', 'strip.png', 'template.json']);

  const other = { ...template, templateName: 'Other' };
  await expect(writeTemplateFolder(written, other, false)).rejects.toThrow(/is there already.*--force/);
  await expect(writeTemplateFile(file, other, false)).rejects.toThrow(/is there already.*--force/);
  expect(await readTemplateFile(file)).toEqual(expected);
  await writeTemplateFolder(written, other, true);
  expect((await readTemplateFile(written)).templateName).toBe('Other');
  await expect(writeTemplateFile(join(folder, 'absent', 'x.json'), other, false)).rejects.toThrow(/cannot be written/);
});

test('a constructor, a pass.json and what an editor on Windows saves are read as they are', async () => {
  const passConstructor = { type: 'coupon', structure: {} };
  const bare = await fileOf('card.json', JSON.stringify(passConstructor));
  expect(await readTemplateFile(bare)).toEqual({ templateName: null, passConstructor, leftOut: [] });
  const pass = await fileOf('pass.json', `\uFEFF${JSON.stringify(PASS)}`);
  expect((await readTemplateFile(pass)).passConstructor).toEqual(PASS);
  const named = await fileOf('card.json', JSON.stringify({ ...passConstructor, images: { icon: 'a/icon.svg' } }));
  await mkdir(join(named, '../a'));
  await writeFile(join(named, '../a/icon.svg'), SVG);
  expect((await readTemplateFile(named)).passConstructor.images).toEqual({ icon: svgUri });
});

test('a .pkpass and an unpacked one give images and translations, and say what a template has no place for', async () => {
  const zip = await fileOf('a ticket.pkpass', zipSync(packageFiles()));
  expect(await readTemplateFile(zip)).toEqual(TEMPLATE_OF_PASS);
  const more = {
    'fr.lproj/logo.png': DEFAULT_ICON,
    'tour.pdf': Buffer.from('%PDF'),
    'personalization.json': Buffer.from(JSON.stringify(PERSONALIZATION)),
    'fr.lproj/personalization.strings': Buffer.from('"Join us" = "Rejoignez-nous";'),
    'it.lproj/personalization.strings': Buffer.from('"Join us" = "Unisciti";'),
    '.DS_Store': Buffer.from(SVG),
  };
  const unusual = await fileOf('other.zip', zipSync(packageFiles(more)));
  const localizedImages = { fr: { logo: `data:image/png;base64,${Buffer.from(DEFAULT_ICON).toString('base64')}` } };
  // The translations of the form stand in one table with those of the pass.
  const localizations = {
    ...LOCALIZATIONS,
    fr: { ...LOCALIZATIONS.fr, 'Join us': 'Rejoignez-nous' },
    it: { 'Join us': 'Unisciti' },
  };
  const passConstructor = {
    ...TEMPLATE_OF_PASS.passConstructor,
    localizations,
    localizedImages,
    personalization: PERSONALIZATION,
  };
  const expected = { ...TEMPLATE_OF_PASS, passConstructor, leftOut: ['tour.pdf'] };
  expect(await readTemplateFile(unusual)).toEqual(expected);
  const unpacked = join(folder, 'unpacked.pass');
  for (const [name, bytes] of Object.entries(packageFiles(more))) {
    await mkdir(join(unpacked, name, '..'), { recursive: true });
    await writeFile(join(unpacked, name), bytes);
  }
  expect(await readTemplateFile(unpacked)).toEqual(expected);
  await writeFile(join(unpacked, 'personalization.json'), '[1]');
  await expect(readTemplateFile(unpacked)).rejects.toThrow(/personalization\.json/);
});

test.each([
  ['UTF-16LE with mark', Buffer.from('\uFEFF"a" = "b";', 'utf16le')],
  ['UTF-16LE without', Buffer.from('"a" = "b";', 'utf16le')],
  ['UTF-16BE with mark', Buffer.from('\uFEFF"a" = "b";', 'utf16le').swap16()],
  ['UTF-8 with mark', Buffer.from('\uFEFF"a" = "b";')],
  ['comments and bare words', Buffer.from('/* one\n"x" = "y"; */ a = "b"; // "z"="z";\n')],
  ['escapes', Buffer.from('"\\U0061"="\\b";')],
])('translations in %s', async (_, bytes) => {
  const path = await fileOf('t.pkpass', zipSync(packageFiles({ 'fr.lproj/pass.strings': bytes })));
  const { localizations } = (await readTemplateFile(path)).passConstructor;
  expect(localizations).toEqual({ ...LOCALIZATIONS, fr: { a: 'b' } });
});

/** An archive that is small, and large once unpacked: so many files of a mebibyte. */
function bomb(files: number): Uint8Array {
  const file = new Uint8Array(1024 * 1024);
  return zipSync(Object.fromEntries(Array.from({ length: files }, (_, index) => [`${index}.png`, file])));
}

const REFUSED: readonly (readonly [name: string, content: string | Uint8Array, says: RegExp])[] = [
  ['x.json', '{\n  "a": 1,\n  "b": }\n', /x\.json: Line 3, column 8: there should be a value\.\n {2}"b": }\n {7}\^$/],
  ['x.json', '{"a": [1, 2', /x\.json: Line 1, column 12: .*\n\{"a": \[1, 2\n {11}\^$/],
  ['x.json', '{"a": 1,}', /Line 1, column 9: there should be a key in double quotes/],
  ['x.json', `{"icon": "${'x'.repeat(9000)}", b: 1}`, /Line 1, column 9014: .*\nx{57}", b: 1\}\n {60}\^$/],
  ['x.json', '[1]', /a template is a JSON object/],
  ['x.json', '{"passConstructor": 5}', /passConstructor is not a JSON object/],
  ['x.json', '{"images": {"icon": "absent.png"}}', /the image absent\.png: there is no such file/],
  ['x.json', '{"images": {"icon": "../../icon.png"}}', /not in the folder of the template/],
  ['x.json', '{"images": {"icon": "/etc/hostname"}}', /not in the folder of the template/],
  ['x.json', '{"images": {"icon": "x.json"}}', /is no \.png, \.jpg, \.webp, \.gif or \.svg file/],
  ['x.pkpass', 'PK\x03\x04 but no more', /the archive cannot be unpacked/],
  ['x.pkpass', zipSync({ 'icon.png': DEFAULT_ICON }), /there is no pass\.json in it/],
  ['x.pkpasses', zipSync({ 'a.pkpass': DEFAULT_ICON }), /several passes/],
  ['x.pkpass', zipSync({ 'pass.json': Buffer.from('{') }), /x\.pkpass: pass\.json: Line 1, column 2/],
  ['x.pkpass', zipSync({ 'pass.json': new Uint8Array(17 * 1024 * 1024) }), /pass\.json is too large/],
  ['x.pkpass', bomb(200), /its files have more than 32 MB/],
  [
    'x.pkpass',
    zipSync(packageFiles({ 'fr.lproj/pass.strings': Buffer.from('\n"a" "b";') })),
    /fr\.lproj\/pass\.strings: line 2 should have "="/,
  ],
  [
    'x.pkpass',
    zipSync(packageFiles({ 'fr.lproj/pass.strings': Buffer.from('"a" = "b') })),
    /a text in quotation marks/,
  ],
];

test.each(REFUSED)('%s that is none is refused (%#)', async (name, content, says) => {
  const path = await fileOf(name, content);
  const error = await readTemplateFile(path).then(
    () => null,
    (reason) => reason,
  );
  expect(error).toMatchObject({ code: 'template_invalid' });
  expect(error.message).toMatch(says);
  expect(error.message.startsWith(path)).toBe(true);
});

test('a path that is not there, and a folder that holds no template', async () => {
  await expect(readTemplateFile(join(folder, 'absent'))).rejects.toThrow(/absent: there is no such file or folder/);
  const other = join(await fileOf('notes.txt', 'x'), '..');
  await expect(readTemplateFile(other)).rejects.toThrow(/neither a template\.json nor a pass\.json/);
});
