// The words of the start page: templates, links, export, the scanner and the API.

export const home = {
  title: 'Templates',
  logOut: 'Log out',
  noTemplates: 'There is no template yet',
  noTemplatesText: (name: string) =>
    `A template says what a pass looks like and what happens to it. Send one to the API function ${name}; it then appears here with the link that makes passes from it.`,
  passes: (count: number) => (count === 1 ? '1 pass' : `${count} passes`),
  paused: 'triggers are paused',
  create: 'Create a pass',
  link: 'Link to share',
  linkText: 'Everyone who opens this link gets a pass of their own.',
  formText: 'With this one they fill in a form first, when the template has fields that holders may edit.',
  templateHash: 'The templateHash for the API:',
  scanner: 'Scanner',
  scannerText: 'Scan passes in this browser, with its camera or a hand scanner.',
  openScanner: 'Open the scanner',
  otherDevice: 'Set up another device',
  otherDeviceText:
    'Whoever opens this link scans for your account and can do what programs can. Give it to your own devices only.',
  otherDeviceAlt: 'The link as a QR code',
  api: 'For the API',
  apiText:
    'Programs that make, scan and change your passes identify themselves with your clientHash. Keep it secret like a password; it changes when your e-mail address or password does.',
  exportData: 'Export data',
  exportParts: 'A file holds up to 1000 passes, in the order in which they were made.',
  exportPart: (first: number, last: number) => `Passes ${first} to ${last}`,
  whatToCall: 'What to call',
  showHash: 'Show the clientHash',
};
