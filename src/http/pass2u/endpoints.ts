// Every endpoint of the Pass2U surface: its table of contents. Tests run through it.
import type { Endpoint } from './endpoint.ts';
import { imageEndpoints } from './image-endpoints.ts';
import { passEndpoints } from './pass-endpoints.ts';

export const ENDPOINTS: readonly Endpoint[] = [...passEndpoints, ...imageEndpoints];
