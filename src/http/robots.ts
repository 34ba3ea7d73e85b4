// Recognises visits of a creation link without a person behind them: chat programs that draw a
// preview, mail scanners, search engines. A program that somebody wrote to make passes is no robot
// here.
import { isbot } from 'isbot';

/**
 * Robots that look at links of chats, mails and pages. They follow any link, whatever it asks for.
 */
const KNOWN_READERS =
  /facebookexternalhit|facebookcatalog|facebot|twitterbot|slackbot|slack-imgproxy|whatsapp|telegrambot|linkedinbot|discordbot|skypeuripreview|viber|pinterest|snapchat|vkshare|embedly|iframely|redditbot|mastodon|mattermost|kakaotalk-scrap|bitlybot|googlebot|google-pagerenderer|google-inspectiontool|googleimageproxy|google-read-aloud|feedfetcher|bingbot|bingpreview|slurp|duckduckbot|baiduspider|yandex|applebot|petalbot|bytespider|safelinks|barracuda|proofpoint|mimecast/i;

/** Words by which other robots of that kind name themselves. */
const READER_WORDS = /bot\b|crawl|spider|preview|scanner|archiver|imageproxy|link ?check/i;

/**
 * Whether a request must not make a pass: HEAD, and robots that look at links before people do.
 * `asksAsProgram`: the link has a clientHash, `generate` or `download`, as links of programs do;
 * such a program may have "bot" in its name.
 */
export function isReader(method: string, userAgent: string | undefined, asksAsProgram = false): boolean {
  if (method === 'HEAD') return true;
  const agent = userAgent ?? '';
  if (KNOWN_READERS.test(agent)) return true;
  // isbot knows phones whose names end in "bot".
  return !asksAsProgram && READER_WORDS.test(agent) && isbot(agent);
}
