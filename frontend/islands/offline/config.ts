/** What the server tells the worker, in the first line of `/sw.js`, and the words of each language. */

/** Sentences for people; `{when}` and `{reason}` stand for what is filled in. */
export interface Words {
  copy: string;
  retry: string;
  moment: string;
  kept: string;
  waiting: string;
  refused: string;
  answered: string;
  forget: string;
  open: string;
  signOutWarning: string;
  signOutAnyway: string;
  staySignedIn: string;
}

export interface WorkerConfig {
  /** Changes with every build and with the words: names the caches of the shell. */
  version: string;
  /** Files that every kept page needs. */
  shell: string[];
  /** Address of the offline page and of the words, by language. */
  pages: Record<string, string>;
  words: Record<string, Words>;
  wordsAt: Record<string, string>;
  /** Pages kept although nobody opened them yet. */
  always: string[];
  csrfCookie: string;
}

/** Return when something was kept, for a person: `23 novembre à 17 h 02`. */
export function momentWords(at: Date, words: Words, language: string): string {
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return fill(words.moment, {
    day,
    hour: language === "fr" ? String(at.getHours()) : two(at.getHours()),
    minute: two(at.getMinutes()),
  });
}

/** Put values into a sentence: `fill("on {day}", { day: "Monday" })`. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
