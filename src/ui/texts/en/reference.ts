// The words of the pages that explain the API, in English.

export const reference = {
  title: 'The API',
  home: 'Start page',
  openApi: 'OpenAPI document',
  others: 'Also spoken here:',
  functions: 'Functions',
  whenItFails: 'when it fails',
  inTemplates: 'in templates',
  keys: 'Keys of a template',
  errorCodes: 'error codes',
  parameters: 'Parameters',
  needed: 'needed',
  notAlways: 'not always',
  answer: 'Answer',
  answerOf: (count: number) => `Answer: ${count} fields`,
  tryIt: 'Try it',
};
