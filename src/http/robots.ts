// Who opens a creation link without a person behind it: chat programs that draw a preview, mail scanners, search engines.
import { isbot } from 'isbot';

/**
 * Programs that somebody wrote to make passes, and browsers under a program's control. isbot counts them as robots; here
 * they are the ones we answer.
 */
const CLIENTS =
  /HeadlessChrome|^(?:curl|wget|python|php|guzzle|symfony|axios|node|undici|okhttp|java|apache-httpclient|ruby|faraday|go-http|libwww|perl|postman|insomnia|httpie|dart|restsharp|powershell)/i;

/** Whether a request must not make a pass: HEAD, and robots that look at links before people do. */
export function isReader(method: string, userAgent: string | undefined): boolean {
  if (method === 'HEAD') return true;
  const agent = userAgent ?? '';
  return isbot(agent) && !CLIENTS.test(agent);
}
