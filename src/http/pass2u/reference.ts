// Describes this surface for its reference page: how to call it, where it differs from Pass2U's
// guide, and each endpoint.
import type { Reference } from '../../ui/reference.tsx';
import { type EndpointTexts, endpointReference } from '../endpoint-reference.ts';
import { STATUS } from './answers.ts';
import { ENDPOINTS } from './endpoints.ts';
import { REQUEST } from './pass-request.ts';

/** `rootUrl` is the public address of this server. */
export function pass2uReference(rootUrl: string): Reference {
  return endpointReference({
    rootUrl,
    introduction: INTRODUCTION,
    endpoints: ENDPOINTS,
    texts: TEXTS,
    header: 'x-api-key: $KEY',
    access: 'Needs a key in the header x-api-key.',
    status: STATUS,
  });
}

const INTRODUCTION = [
  "Pass2U's Pass API, version 2: point a program that speaks it at `/v2` of this server. A model is a template, and its modelId the " +
    "template's number.",
  'A key comes from the command line: `passwright apikey add --account you@example.com --surface pass2u` prints it once. A call has it in ' +
    'the header `x-api-key`. Each endpoint takes 100 calls a second with one key; the next one is answered 429 with Retry-After.',
  'Models are made by `insertUpdateTemplate` of the PassSource surface. A field that this API may set has `"PSDynamic": true`; ' +
    '`PSBarcodeKind` on the barcode is `replicable`, `nonReplicable` or `random`. Without it, the message of the barcode is the ' +
    "model's alone.",
  "The messages of nonReplicable and random barcodes stay one pass's alone, whoever writes them: a repeat is answered 409, here as in " +
    'the other surfaces. A trigger that would repeat one does not write it: its trace says so, and the rest of its run stays.',
  'Keys in another case are read as the guide has them. Keys that there are not are ignored, and named in the header ' +
    '`x-passwright-warnings` of the answer: a JSON array of sentences. Curly brackets in values are data and never expand.',
  'Errors are `{message}` with the statuses of the guide. Beyond the guide: triggers, conditions and magic strings of the template work ' +
    "on these passes, and a change of a pass is its owner's edit, so onEdit runs. A barcode also takes `format` (Apple's names) and " +
    '`messageEncoding`, as programs send them; the link of a pass is mailed to its `recoveryEmail`. `/d/{passId}` is the page of a pass.',
];

const RESET = "It is the model's again from then on.";

/** The texts of every endpoint. */
export const TEXTS: EndpointTexts = {
  passes: {
    'POST /models/:modelId/passes': {
      summary: 'Makes a pass of a model.',
      description: 'What is left out is as the model has it.',
      query: { utm_source: 'The channel that the pass is counted for. At most 255 characters.' },
      body: REQUEST,
    },
    'GET /models/:modelId/passes/:passId': { summary: 'Answers the signed .pkpass file.' },
    'PUT /models/:modelId/passes/:passId': {
      summary: 'Changes a pass and pushes it to its devices.',
      description: 'Takes the keys of making a pass; what is left out stays as it is.',
      body: REQUEST,
    },
  },
  resets: {
    'DELETE /models/:modelId/passes/:passId/attributes/:attributeName': {
      summary: 'Takes away what a pass has of its own for a key.',
      description: RESET,
    },
    'DELETE /models/:modelId/passes/:passId/fields/:fieldKey': {
      summary: 'Takes away what a pass has of its own for a field.',
      description: RESET,
    },
    'DELETE /models/:modelId/passes/:passId/fields/:fieldKey/attributes/:attributeName': {
      summary: 'Takes away the label, value or changeMessage that a pass has of its own for a field.',
      description: RESET,
    },
  },
  images: {
    'POST /images': {
      summary: 'Uploads a PNG and answers its hex.',
      description:
        'At most 4 MB and 1024 x 1024 pixels; as the body, as a file of a form, or in base64 as {"image": "..."}. What the bytes are ' +
        'counts, whatever Content-Type says of them.',
      curl: `-H 'content-type: image/png' --data-binary @thumbnail.png`,
    },
  },
};
