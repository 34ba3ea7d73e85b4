// The words of the settings' index, what their pages share, and the mistakes in their forms, in
// English.
import type { Mistake } from '../../../operations/accounts/mistake.ts';
import type { CertificateMistake } from '../../../operations/certificates/certificates.ts';

/** `details`: what the mistake names, such as a date or a file to get. */
type Words = (...details: string[]) => string;

export const settings = {
  title: 'Settings',
  back: 'Settings',
  entries: {
    certificate: { name: 'Apple’s certificate', text: 'So that phones take your cards.' },
    look: { name: 'Look', text: 'Your logo and colour on every page and in mails.' },
    mail: { name: 'Mail', text: 'The mail server, a test mail, the language of mails.' },
    account: { name: 'Account', text: 'Name, e-mail address, password, language, time zone.' },
    people: { name: 'People', text: 'Who works with you, and what each may do.' },
    me: { name: 'My login', text: 'Your own password and language.' },
    keys: { name: 'For programs', text: 'clientHash, API keys and addresses.' },
    webhooks: { name: 'Webhooks', text: 'Tell other systems what happens to cards.' },
    audit: { name: 'Log of acts', text: 'Who changed what, and when.' },
    server: { name: 'Server', text: 'Backup, room on the disk, how to update.' },
  },
  save: 'Save',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  optional: 'optional',
  done: {
    saved: 'Saved.',
    unchanged: 'Nothing was changed: all of it is as before.',
    password: 'The password is changed. Other browsers are logged out; programs need the new clientHash.',
    removed: 'Removed.',
    revoked: 'Revoked. Programs with this key are refused from now on.',
    renewed: 'The clientHash is renewed. Programs with the old one are refused from now on.',
    imported: 'The certificate is in use from now on. Phones take your cards.',
    backedUp: 'The backup is made and checked.',
    sent: 'The message is on its way. The list below shows what becomes of it.',
  },
  throttled: (duration: string) => `Too many wrong passwords. Please wait ${duration}, then try again.`,
  mistakes: {
    name_missing: () => 'Please give a name: your customers read it on pages and in mails.',
    name_long: () => 'This name is too long. 200 characters are the most.',
    email_wrong: () => 'This is not an e-mail address. One looks like ada@example.com.',
    email_taken: () => 'Another account uses this e-mail address.',
    password_short: () => 'A password has at least 8 characters.',
    password_current: () => 'This is not the present password. Nothing was changed.',
    language_unknown: () => 'Please choose one of the languages.',
    zone_unknown: () => 'Please choose one of the time zones.',
    additional_wrong: () => 'This is not a JSON object. It begins with { and ends with }.',
    additional_long: () => 'This is too long. 65,536 characters are the most.',
    dashboard_wrong: () => 'psDashboard holds labels and addresses: {"Our shop": "https://shop.example"}.',
    host_wrong: () => 'This is not the name of a server. One looks like smtp.example.com.',
    port_wrong: () => 'The port is a number from 1 to 65535. Usual ones are 465 and 587.',
    security_wrong: () => 'With a password the mail server has to encrypt: choose one of the first two.',
    user_incomplete: () => 'User name and password go together: fill in both, or neither.',
    password_again: () => 'Please type the password again: server or user name is another one.',
    issuer_wrong: () => 'The issuer ID is a number, such as 3388000000012345678.',
    google_key_wrong: () => 'This is not the JSON file of a service account, as the Google Cloud console gives it.',
    from_wrong: () => 'This is not an e-mail address alone. One looks like cards@example.com.',
    color_wrong: () => 'This is not a colour. One looks like #003366.',
    logo_wrong: () => 'This is no PNG, JPEG or WebP picture. Please choose another file.',
  } satisfies Record<Mistake, Words>,
  certificateMistakes: {
    p12_unreadable: () => 'This .p12 file cannot be read. Please export it again.',
    password_missing: () => 'This file is protected. Please type the password that it was exported with.',
    password_wrong: () => 'This is not the password that the file was exported with. Please try again.',
    file_too_large: () => 'This file is too large for a certificate. Please choose the file that Apple gave you.',
    archive_unwanted: () => 'A .p12 file cannot be used here.',
    file_unknown: () =>
      'This is not a certificate. Please choose the file that Apple gave you; its name ends in .cer, .pem or .p12.',
    certificate_damaged: () => 'The certificate in this file is damaged. Please download it again.',
    request_instead: () =>
      'This is the request from step 1. Upload it at Apple, and choose here what Apple makes of it.',
    nothing_inside: () => 'There is no certificate in this file. Please choose the file that Apple gave you.',
    key_damaged: () => 'The private key in this file is damaged.',
    other_kind: (what: string) =>
      `This is another kind of certificate (${what}). At Apple, choose “Pass Type ID Certificate” in step 2.`,
    key_kind: () => 'Wallet wants another kind of key. Please make the certificate from the request of step 1.',
    expired: (date: string, passType: string) =>
      `This certificate ended on ${date}. Please make a new one for ${passType} at Apple.`,
    not_yet_valid: (from: string, now: string) =>
      `This certificate is valid from ${from} on, and the clock of this server says ${now}. Please have the clock set right.`,
    intermediate_missing: (file: string) =>
      `Apple’s own certificate above yours is missing. Please download ${file} and choose it under “More files”.`,
    intermediate_namesake: (file: string) =>
      `Apple’s own certificate does not fit yours. Please download ${file} and choose it under “More files”.`,
    intermediate_wrong: (file: string) =>
      `Under “More files” is another certificate than the one above yours. Please download ${file} and choose that.`,
    intermediate_ended: () =>
      'Apple’s own certificate above this one has ended. Please make a new certificate at Apple.',
    certificate_unreadable: () => 'This certificate cannot be read. Please download it from Apple again.',
    present_already: () => 'This certificate is here already. Nothing was changed.',
    only_key: () =>
      'There is only a key in this file. Choose the .cer from Apple above, and this file under “More files”.',
    no_key_inside: () => 'There is no private key in this file.',
    key_of_other: () =>
      'This key belongs to another certificate. Please choose the key that the request was made with.',
    key_missing: () =>
      'The key of this certificate is not here: Apple made it from another request. Upload the request of step 1 at Apple, or choose the .p12 that has the key.',
    no_intermediate_inside: () => 'There is no certificate in this file.',
    too_costly: () => 'Opening this file takes too long. Please export it again with the usual settings.',
  } satisfies Record<CertificateMistake, Words>,
};
