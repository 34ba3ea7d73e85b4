// Every endpoint of the PassKit surface: its table of contents. Tests run through it.
import { certificateEndpoints } from './certificate-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { passEndpoints } from './pass-endpoints.ts';

export const ENDPOINTS: readonly Endpoint[] = [...certificateEndpoints, ...passEndpoints];
