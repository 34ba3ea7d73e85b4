// A template as a whole: an example that comes with the server, and what an export makes.
import type { JsonObject } from '../../rules/values/values.ts';

/** An example as in examples/: the input of insertUpdateTemplate, with images as data URIs. */
export interface Example {
  readonly templateName: string;
  readonly passConstructor: JsonObject;
}
