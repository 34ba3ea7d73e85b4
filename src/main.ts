// Starts the server, already when this file is imported; other files import serve.ts.
import { serve } from './serve.ts';

await serve(process.env);
