// Recognises visits of a creation link without a person behind them: chat programs that draw a
// preview, mail scanners, search engines. A program written to make passes is no robot here.
import { isbot } from 'isbot';

/**
 * Robots that preview links in chats, mails and pages; people use the browsers in the same apps.
 */
const KNOWN_READERS =
  /facebookexternalhit|facebookcatalog|facebot|twitterbot|slackbot|slack-imgproxy|^whatsapp|telegrambot|linkedinbot|discordbot|skypeuripreview|viber|pinterestbot|^pinterest|snap url preview|vkshare|embedly|iframely|redditbot|mastodon|mattermost-bot|kakaotalk-scrap|bitlybot|googlebot|google-pagerenderer|google-inspectiontool|googleimageproxy|google-read-aloud|feedfetcher|bingbot|bingpreview|slurp|duckduckbot|baiduspider|yandexbot|yandexmobilebot|yandex\.com\/bots|applebot|petalbot|bytespider|safelinks|barracuda|proofpoint|mimecast/i;

/** Words by which other robots of that kind name themselves. */
const READER_WORDS = /bot\b|crawl|spider|preview|scanner|archiver|imageproxy|link ?check/i;

/**
 * Whether a request must not make or change a pass: HEAD, a browser's prefetch, and robots that
 * preview links. `asksAsProgram`: the link has a clientHash, `generate` or `download`, so the
 * caller is a program, whatever its User-Agent.
 */
export function isReader(request: Request, asksAsProgram = false): boolean {
  if (request.method === 'HEAD' || isPrefetch(request)) return true;
  const agent = request.headers.get('user-agent') ?? '';
  // isbot knows phones whose names end in "bot".
  return !asksAsProgram && (KNOWN_READERS.test(agent) || (READER_WORDS.test(agent) && isbot(agent)));
}

/** Whether a browser fetches a page that nobody has opened yet. */
export function isPrefetch({ headers }: Request): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(headers.get(name) ?? ''),
  );
}
