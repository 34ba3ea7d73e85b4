// passwright certificate: pass type certificates from Apple, from the request to the renewal.
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError } from '../errors.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import {
  describeCertificate,
  type ImportInput,
  importCertificate,
  removeCertificate,
  requestCertificate,
  requireOwned,
} from '../operations/certificates/certificates.ts';
import type { Context } from '../operations/context.ts';
import type { Certificate } from '../ports/store/certificates.ts';
import { type Env, print, withContext } from './context.ts';
import { askPassword } from './password.ts';

export function certificateCommands(program: Command, env: Env): void {
  const certificate = program.command('certificate').description('pass type certificates from Apple');
  csrCommand(certificate, env);
  importCommand(certificate, env);
  listCommands(certificate, env);
}

function csrCommand(certificate: Command, env: Env): void {
  certificate
    .command('csr')
    .description('make a key, which stays in the database, and a certificate request to upload to Apple')
    .requiredOption('--account <email>', 'whose certificate it will be')
    .option('--name <name>', 'what to call it')
    .option('--out <file>', 'write the request there instead of printing it')
    .addHelpText(
      'after',
      '\nExample:\n  $ passwright certificate csr --account owner@example.com --out pass.certSigningRequest',
    )
    .action((options: { account: string; name?: string; out?: string }) =>
      withContext(env, async (context) => {
        const account = await requireAccountByEmail(context, options.account);
        const { request, pem } = await requestCertificate(context, account, options.name);
        if (options.out === undefined) {
          print(pem.trimEnd());
          return;
        }
        await inFile('--out', options.out, () => writeFile(options.out!, pem));
        print(
          `Made certificate request ${request.id}. Upload ${options.out} in Apple's developer account, under Certificates, Pass ` +
            'Type ID Certificate,\nand import what you download there: passwright certificate import pass.cer --account ' +
            account.email,
        );
      }),
    );
}

interface ImportOptions {
  readonly account: string;
  readonly key?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly intermediate?: string;
}

function importCommand(certificate: Command, env: Env): void {
  certificate
    .command('import <file>')
    .description("import Apple's .cer, a PEM file, or a .p12")
    .requiredOption('--account <email>', 'whose certificate it is')
    .option('--key <file>', 'its private key, when it is neither in the file nor was made here')
    .option('--password <password>', 'of the .p12 or the key; asked for on a terminal when left out')
    .option('--password-file <file>', 'a file with the password')
    .option('--intermediate <file>', "the certificate that issued it, when it is none of Apple's that are known here")
    .addHelpText(
      'after',
      '\nExamples:\n  $ passwright certificate import pass.cer --account owner@example.com\n  $ passwright certificate import Certificates.p12 --account owner@example.com --password-file password.txt',
    )
    .action((file: string, options: ImportOptions) =>
      withContext(env, async (context) => {
        const account = await requireAccountByEmail(context, options.account);
        const input: ImportInput = {
          certificate: await read('The certificate', file),
          key: await readOptional('--key', options.key),
          intermediate: await readOptional('--intermediate', options.intermediate),
          password: await passwordOf(options),
        };
        const imported = await withPassword(input, (given) => importCertificate(context, account, given));
        const shown = describeCertificate(context, imported);
        print(`Imported certificate ${shown.id} for ${shown.passTypeIdentifier}, team ${shown.teamIdentifier}.`);
        print(`It is valid until ${shown.validUntil.slice(0, 10)}, issued by ${shown.issuer}.`);
        for (const warning of shown.warnings) print(warning);
      }),
    );
}

function listCommands(certificate: Command, env: Env): void {
  certificate
    .command('list')
    .description('list the certificates')
    .option('--account <email>', 'only those of this account')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright certificate list --account owner@example.com')
    .action((options: { account?: string; json?: boolean }) =>
      withContext(env, async (context) => {
        const { account: email } = options;
        const account = email === undefined ? undefined : await requireAccountByEmail(context, email);
        const found = await context.store.certificates(account?.id);
        const shown = await Promise.all(found.map((item) => withOwner(context, item)));
        if (options.json) print(JSON.stringify(shown));
        else
          for (const item of shown) print([item.id, item.email, item.passTypeIdentifier, item.validUntil].join('\t'));
      }),
    );

  certificate
    .command('show <number>')
    .description('show a certificate')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright certificate show 2 --json')
    .action((number: string, options: { json?: boolean }) =>
      withContext(env, async (context) => {
        const shown = await withOwner(context, await requireOwned(context, Number(number)));
        if (options.json) print(JSON.stringify(shown));
        else for (const [name, value] of Object.entries(shown)) print(`${name}: ${value}`);
      }),
    );

  certificate
    .command('remove <number>')
    .description('remove a certificate that nothing needs any more')
    .addHelpText('after', '\nExample:\n  $ passwright certificate remove 2')
    .action((number: string) =>
      withContext(env, async (context) => {
        const { id, passTypeIdentifier } = await removeCertificate(context, Number(number));
        print(`Removed certificate ${id} for ${passTypeIdentifier}.`);
      }),
    );
}

async function withOwner(context: Context, certificate: Certificate) {
  const owner = await context.store.accountById(certificate.accountId!);
  return { ...describeCertificate(context, certificate), email: owner?.email ?? '' };
}

/**
 * Runs `work`. When it fails because no password was given, asks for the password on a terminal and
 * runs `work` again.
 */
async function withPassword<T>(input: ImportInput, work: (input: ImportInput) => Promise<T>): Promise<T> {
  try {
    return await work(input);
  } catch (error) {
    const isAsked = error instanceof AppError && error.field === 'password' && input.password === undefined;
    if (!isAsked || process.stdin.isTTY !== true) throw error;
    return work({ ...input, password: await askPassword('Password of the file: ', process.stdin, process.stderr) });
  }
}

async function passwordOf({ password, passwordFile }: ImportOptions): Promise<string | undefined> {
  if (passwordFile === undefined) return password;
  const bytes = await read('--password-file', passwordFile);
  // Drop the line break that editors put at the end of a file, because a password has none.
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

function readOptional(what: string, file: string | undefined): Promise<Uint8Array | undefined> {
  return file === undefined ? Promise.resolve(undefined) : read(what, file);
}

function read(what: string, file: string): Promise<Uint8Array> {
  return inFile(what, file, () => readFile(file));
}

/**
 * Runs `work` on a file. Fails with `parameter_invalid` when the system refuses access to the file.
 */
async function inFile<T>(what: string, file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new AppError('parameter_invalid', { message: `${what} ${file} cannot be used: ${why}.` });
  }
}
