// The words about the development certificate, on owners' and holders' pages, in English.

export const certificate = {
  testPass: 'For trying out only',
  testPassText: 'This pass is signed with a development certificate, so an iPhone does not add it to Apple Wallet.',
  testPasses: 'Your passes are for trying out only',
  testPassesText:
    'They are signed with the development certificate of this server, and no iPhone adds such a pass to Apple Wallet. You need a certificate from Apple before you give links to others.',
  askOperator: 'Ask whoever runs this server how to import one.',
  how: 'How to get and import one',
  request: 'Make a request, and upload it in Apple’s developer account (Certificates, Pass Type ID Certificate):',
  import: 'Import the certificate that Apple makes of it:',
};
