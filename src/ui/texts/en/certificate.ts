// The words about the development certificate, on owners' and holders' pages, in English.

export const certificate = {
  testPass: 'For trying out only',
  testPassText: 'This pass is signed with a development certificate, so an iPhone does not add it to Apple Wallet.',
};
