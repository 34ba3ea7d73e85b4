// Describes this surface for its reference page: how to call it, where it differs from PassKit's
// guide, and each endpoint.
import type { Reference } from '../../ui/reference.tsx';
import { type EndpointTexts, endpointReference } from '../endpoint-reference.ts';
import { STATUS } from './answers.ts';
import { campaign } from './campaign-schema.ts';
import { ENDPOINTS } from './endpoints.ts';
import { newPass, passUpdate } from './pass-schema.ts';
import { template } from './template-schema.ts';

/** `rootUrl` is the public address of this server. */
export function passkitReference(rootUrl: string): Reference {
  return endpointReference({
    rootUrl,
    introduction: INTRODUCTION,
    endpoints: ENDPOINTS,
    texts: TEXTS,
    header: 'Authorization: PKAuth $TOKEN',
    access: 'Needs a token: Authorization: PKAuth <JSON web token>.',
    status: STATUS,
  });
}

const INTRODUCTION = [
  'PassKit\'s "CherryPie" API, version 2: point a program that speaks it at `/v2` of this server. Campaigns hold templates, templates make ' +
    'passes.',
  'A key comes from the command line: `passwright apikey add --account you@example.com --surface passkit` prints a key and its secret. ' +
    'A call has a token in `Authorization: PKAuth <JSON web token>`: signed by HS256 with the secret, with the key as `key` and, as `exp`, ' +
    'an end within the next minute.',
  'Some clients ask for tokens that live longer, up to five minutes: `passwright account set you@example.com --lenient-tokens on` lets ' +
    'them in.',
  'Bodies are JSON; templates, certificates and images come as multipart forms with the JSON in `jsonBody`. null is the same as leaving a ' +
    'parameter out. An error is `{error, message, field}` with the status that the guide has; `error` is our code, see below.',
  'Keys in another case are read as the guide has them. Keys that there are not are ignored, and named in the header ' +
    '`x-passwright-warnings` of the answer: a JSON array of sentences. It also names a key of dynamicData that the template does not ' +
    'have and that is like one it has; the data is stored all the same.',
  'A key of a template may have any name. `#{key}` that `dynamicKeys` does not declare shows the data that a pass has under that key, and ' +
    'stays text without any. Curly brackets in the data of a pass are data. In an update with images the part `updatedMultipart` may ' +
    'list the image parts that change; one without a file is deleted.',
  'Beyond the guide: the same templates have triggers, conditions and magic strings, set by `insertUpdateTemplate` of the PassSource ' +
    "surface; an update here changes only what its own parameters say, so they stay. A change of a pass is its owner's edit, so onEdit runs. " +
    'Only Apple Wallet is served: parameters for Android Pay and Alipay are kept and answered, and shown nowhere.',
];

const BATCH = 'Up to 25 passes in one commit: all of them or none. The body is {"passes": [...]} or the array itself.';
const FORM = `-F 'jsonBody=@template.json' -F 'passbook-IconFile=@icon.png'`;
const BY_USER = { userDefinedId: 'What you call the pass.', campaignName: 'The campaign that it is in.' };

/** The texts of every endpoint. */
export const TEXTS: EndpointTexts = {
  campaigns: {
    'POST /campaigns': { summary: 'Makes a campaign.', body: campaign },
    'GET /campaigns': { summary: 'Lists your campaigns.' },
    'PUT /campaigns/:name': {
      summary: 'Changes a campaign.',
      description: 'Send what changes. Its name and its certificate stay.',
      curl: `-H 'content-type: application/json' -d '{"displayName": "Summer"}'`,
    },
    'GET /campaigns/:name': { summary: 'Answers a campaign, and how many passes it has issued.' },
    'GET /campaigns/:name/templates': { summary: 'Lists the templates of a campaign.' },
  },
  certificates: {
    'POST /passbookCsrs': { summary: 'Answers a certificate signing request to upload at Apple; its key stays here.' },
    'POST /passbookCerts': {
      summary: 'Uploads the certificate that Apple made of the request.',
      description: 'As the part passbookPEM or passbookCER of a form, in PEM or DER.',
      curl: `-F 'passbookPEM=@pass.cer'`,
    },
    'GET /passbookCerts': { summary: 'Lists the certificates that you may use.' },
    'GET /passbookCerts/:id': { summary: 'Answers a certificate.' },
  },
  templates: {
    'POST /templates': {
      summary: 'Makes a template in a campaign.',
      description: 'A form: the JSON in jsonBody, and each image as a file. passbook-IconFile is needed.',
      body: template,
      curl: FORM,
    },
    'GET /templates': { summary: 'Lists the templates of all your campaigns.' },
    'PUT /templates/:name': {
      summary: 'Changes a template, with images or without.',
      description: 'Send what changes. What another surface set, such as triggers, stays.',
      curl: FORM,
    },
    'GET /templates/:name': { summary: 'Answers a template as it was posted, and how many passes it has.' },
    'PUT /templates/:name/push': { summary: 'Pushes all passes of a template to their devices.' },
  },
  passes: {
    'POST /passes': { summary: 'Makes a pass of a template and answers its id.', body: newPass },
    'GET /passes': { summary: 'Answers a pass by what you call it.', query: BY_USER },
    'PUT /passes': { summary: 'Changes a pass by what you call it.', query: BY_USER, body: passUpdate },
    'GET /passes/:id': { summary: 'Answers a pass.' },
    'PUT /passes/:id': { summary: 'Changes a pass and pushes it to its devices.', body: passUpdate },
    'PUT /passes/:id/redeem': {
      summary: 'Redeems a pass.',
      description: 'Not in the guide; official clients have it. The same as isRedeemed.',
    },
    'GET /passes/:id/json': { summary: 'Answers the pass.json that Apple Wallet is given.' },
    'GET /passes/:id/bundle': { summary: 'Answers the signed .pkpass file.' },
  },
  batches: {
    'POST /passesBatch': { summary: 'Makes several passes.', description: BATCH, curl: '-d @passes.json' },
    'PUT /passesBatch': {
      summary: 'Changes several passes, each named by its id.',
      description: BATCH,
      curl: '-d @passes.json',
    },
    'GET /passesBatch': { summary: 'Answers several passes.', query: { id: 'Up to 25 ids, between commas.' } },
  },
  'images and mails': {
    'POST /images': {
      summary: 'Uploads an image for passes and answers its path.',
      description: 'Not in the guide; official clients have it. The path goes into dynamicImages.',
      curl: `-F 'image=@strip.png'`,
    },
    'PUT /recoveryEmails/resend': {
      summary: 'Mails links of passes once more.',
      description:
        'The body is a list of {passId, newRecoveryEmail}, at most 25. The answer has {passId, recoveryEmail, success, error} for ' +
        'each; error is a sentence where success is false.',
      curl: '-d @passes.json',
    },
  },
};
