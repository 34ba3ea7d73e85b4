// Starts the server: the one file that does something when it is imported.
import { serve } from './serve.ts';

await serve(process.env);
