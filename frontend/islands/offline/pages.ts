/** What a page looks like without network: a copy with its line, or the list of copies. */

import { fill, momentWords, type Words, type WorkerConfig } from "./config.ts";
import type { Copy } from "./copies.ts";

const PLACE_OF_LIST = "<!-- kept pages -->";
const START_OF_CONTENT = '<main id="main"';

/** Return the copy with the line that says of when it is, just before the content. */
export function copyPage(copy: Copy, config: WorkerConfig): Response {
  const words = wordsFor(copy.language, config);
  const when = momentWords(copy.at, words, copy.language);
  const line = `<aside class="fr-notice fr-notice--info t-no-print" id="trousse-copy"><div class="fr-container"><div class="fr-notice__body t-cluster"><span class="fr-notice__title">${escaped(fill(words.copy, { when }))}</span> <a class="fr-link" href="">${escaped(words.retry)}</a></div></div></aside>`;
  const html = copy.html.replace(START_OF_CONTENT, () => line + START_OF_CONTENT);
  return new Response(html, { headers: copy.response.headers });
}

/** Return the offline page with the list of what can be read; `page` is as the server made it. */
export async function offlinePage(
  page: Response,
  language: string,
  copies: Copy[],
  config: WorkerConfig,
): Promise<Response> {
  const words = wordsFor(language, config);
  const items = copies.map(
    (copy) =>
      `<li><a class="fr-link" href="${escaped(copy.path)}">${copy.title}</a> <span class="fr-hint-text">${escaped(momentWords(copy.at, words, language))}</span></li>`,
  );
  const html = (await page.text()).replace(PLACE_OF_LIST, () => items.join(""));
  return new Response(html, { status: 503, headers: page.headers });
}

/** Return the addresses of the files that a page names: styles, scripts, icons, fonts. */
export function filesOf(html: string): string[] {
  const found = html.matchAll(/\s(?:href|src|data-[a-z-]+)="(\/static\/[^"]+)"/g);
  return [...new Set([...found].map((match) => match[1] as string))];
}

function wordsFor(language: string, config: WorkerConfig): Words {
  return (config.words[language] ?? config.words.fr) as Words;
}

/** Titles come from our own HTML and are escaped already; everything else is escaped here. */
function escaped(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] as string);
}
