import { describe, isVisible } from './elements.ts';

/** As `renderer/gallery/languages.ts` makes a text longer. Plain letters, so that they are taken out again. */
const filler = ' one two three four five six seven eight nine ten'.repeat(4);

/** What is the same in every language, each with its reason. */
const sameEverywhere: readonly RegExp[] = [
  // The name of the product.
  /\bParley\b/g,
  // Units of measure.
  /\b(?:ms|dBFS|dB|kbit\/s|Hz|kHz|s|min|h)\b/g,
  // How voice travels: names of protocols, as in the settings of a firewall.
  /\b(?:UDP|TCP|TLS|TURN|ICE|WebRTC|HTTPS)\b/g,
  // Names of keys, as they stand on the keyboard or, of keys that are on none, as the system calls them.
  /\b(?:[A-Z]|F\d{1,2}|Parenthesis Right)\b/g,
  // Times are written by Intl, to which the pseudo-locale is English.
  /(?<=\d )(?:[AP]M|sec|min)\b/g,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?= \d)/g,
];

/**
 * Texts that are not from a locale file, in the pseudo-locale: there every letter of a translated text is accented.
 * `data` are the strings that the scene is made of.
 */
export function findLiterals(data: readonly string[]): readonly string[] {
  const longestFirst = data.toSorted((one, other) => other.length - one.length);
  const findings = new Set<string>();
  const judge = (text: string, element: Element, what: string): void => {
    const rest = leftOver(text, longestFirst);
    if (/[A-Za-z]/.test(rest)) findings.add(`${what} "${rest.trim()}" is no translation: ${describe(element)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || !isProse(element)) continue;
    judge(node.nodeValue ?? '', element, 'text');
  }
  for (const element of document.body.querySelectorAll(
    '[aria-label], [title], [placeholder], [alt], [aria-roledescription], [aria-valuetext]',
  )) {
    if (!isVisible(element) || isOfReactAria(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription', 'aria-valuetext'])
      judge(element.getAttribute(name) ?? '', element, name);
  }
  return [...findings];
}

const isProse = (element: Element): boolean =>
  isVisible(element) &&
  // Names of keys stand on the keyboard; a monogram is made of a name; technical detail is English for whoever helps.
  !element.matches(
    'script, style, kbd, kbd *, .avatar, .server-button span, .technical pre, .technical pre *, [lang=en], [lang=en] *',
  );

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** react-aria's button that ends a list for screen readers: its own texts, in its own languages. */
const isOfReactAria = (element: Element): boolean =>
  element.matches('button[tabindex="-1"][style*="clip"], [style*="clip"] > button');

function leftOver(text: string, data: readonly string[]): string {
  let rest = withoutFiller(text.replaceAll(/\s+/g, ' '));
  for (const one of data) {
    // A name of one letter is in every other word.
    const apart = one.length > 1 ? one : new RegExp(`(?<!\\p{L})${one}(?!\\p{L})`, 'gu');
    rest = rest.replaceAll(apart, ' ');
  }
  return sameEverywhere.reduce((left, same) => left.replaceAll(same, ' '), rest);
}

/** It stands before the bracket that ends a text, and is cut anywhere. */
function withoutFiller(text: string): string {
  let rest = text;
  for (let end = rest.indexOf(']'); end !== -1; end = rest.indexOf(']', end + 1)) {
    let length = Math.min(filler.length, end);
    while (rest.slice(end - length, end) !== filler.slice(0, length)) length -= 1;
    rest = rest.slice(0, end - length) + rest.slice(end);
    end -= length;
  }
  return rest;
}

/** What of a scene's state are words of people and machines; the rest is the program's own vocabulary. */
const saidBySomebody =
  /^(?:name|label|topic|category|address|login|version|message|serverName|quarantine|program|accountName|byName|host|realm|file|problem|authorityFile)$/i;

/** What people, servers and devices are called in the scene. */
export async function sceneData(): Promise<readonly string[]> {
  const strings = new Set<string>();
  const collect = (value: unknown, key = ''): void => {
    if (typeof value === 'string') {
      if (saidBySomebody.test(key)) strings.add(plain(value));
    } else if (typeof value === 'object' && value !== null && !(value instanceof Node)) {
      for (const [name, part] of Object.entries(value)) collect(part, name);
      // Who moderated, and in which words.
      const { by, reason } = value as { readonly by?: unknown; readonly reason?: unknown };
      if (typeof by === 'string' && typeof reason === 'string') for (const one of [by, reason]) strings.add(plain(one));
    }
  };
  for (const value of contextValues()) {
    const { store, desktop, getSnapshot } = value as {
      store?: { getState: () => unknown };
      desktop?: {
        screens: { list: () => Promise<unknown> };
        servers: { offer: () => Promise<unknown> };
        moderation: { restrictions: () => Promise<unknown> };
        account: { sessions: () => Promise<unknown> };
      };
      getSnapshot?: () => unknown;
    };
    collect(store?.getState());
    collect(getSnapshot?.());
    collect(await desktop?.servers.offer());
    for (const list of [desktop?.screens.list(), desktop?.moderation.restrictions(), desktop?.account.sessions()]) {
      // Of a scene in which the list never comes, nothing is shown either.
      collect(await Promise.race([list, new Promise((resolve) => setTimeout(resolve, 20))]));
    }
  }
  // What has been typed is told again where nothing is found.
  for (const { value } of document.querySelectorAll<HTMLInputElement>(
    'input:is(:not([type]), [type=text], [type=search])',
  ))
    strings.add(plain(value));
  strings.delete('');
  return [...strings];
}

interface Fiber {
  readonly memoizedProps: { readonly value?: unknown } | null;
  readonly stateNode: { readonly current?: Fiber } | null;
  readonly child: Fiber | null;
}

/** What the gallery's `<Context value>`s give, by React's own tree: the gallery shows it nowhere else. */
function contextValues(): readonly object[] {
  const root = document.getElementById('root') as unknown as Record<string, Fiber> | null;
  const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer'));
  const values: object[] = [];
  let fiber = (key === undefined ? null : root?.[key]?.stateNode?.current) ?? null;
  for (let depth = 0; fiber !== null && depth < 12; depth += 1) {
    const value = fiber.memoizedProps?.value;
    if (typeof value === 'object' && value !== null) values.push(value);
    fiber = fiber.child;
  }
  if (values.length === 0) throw new Error('React keeps its tree elsewhere now');
  return values;
}
