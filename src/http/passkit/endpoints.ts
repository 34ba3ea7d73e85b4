// Every endpoint of the PassKit surface: its table of contents. Tests run through it.
import { batchEndpoints } from './batch-endpoints.ts';
import { campaignEndpoints } from './campaign-endpoints.ts';
import { certificateEndpoints } from './certificate-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { imageEndpoints } from './image-endpoints.ts';
import { passEndpoints } from './pass-endpoints.ts';
import { templateEndpoints } from './template-endpoints.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  ...campaignEndpoints,
  ...certificateEndpoints,
  ...templateEndpoints,
  ...passEndpoints,
  ...batchEndpoints,
  ...imageEndpoints,
];
