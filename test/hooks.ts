// Vitest runs this file before each test file, also where files share their modules.
import { afterAll, afterEach } from 'vitest';
import { endFile, endTest } from './clean-up.ts';
import './equal-bytes.ts';

afterEach(endTest);
afterAll(endFile);
