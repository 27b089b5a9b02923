import {
  noProxies,
  proxyKey,
  proxyLoginSchema,
  type KnownProxy,
  type ProxiesView,
  type ProxyLogin,
  type ProxyName,
} from '@parley/shared/proxies/proxyLogin';
import type { Settings } from '@parley/shared/settings/settings';
import { createSettable, type Observable } from '../observable.ts';
import type { SecretStore } from '../secrets/secretStore.ts';

/** A proxy that wants a login, for one connection. */
export interface ProxyChallenge extends ProxyName {
  /** Lower case, as in `Proxy-Authenticate`: `basic`, `digest`, `ntlm`, `negotiate`. */
  readonly scheme: string;
  /** Where the connection goes. */
  readonly url: string;
  /** The same connection was given a login already, and the proxy asks again. */
  readonly again: boolean;
}

/** The logins of proxies: each asked for once, then kept in the vault. */
export interface ProxyLogins {
  /** What is known, what a person gives, or null: nobody does. Whoever asks for the same proxy meanwhile shares the answer. */
  loginFor(challenge: ProxyChallenge): Promise<ProxyLogin | null>;
  /** Of `Proxy-Authorization` (RFC 7617), from what is known; nobody is asked. */
  authorization(proxy: { readonly host: string; readonly port: number }): Promise<string | null>;
  readonly view: Observable<ProxiesView>;
  /** To the question with this id; null: the person gives none. Late answers are dropped. */
  answer(question: number, login: ProxyLogin | null): void;
  /** False when it is not certain that the vault has it no longer. */
  forget(proxy: ProxyName): Promise<boolean>;
}

/** A login that is refused is asked for again, so often. */
const tries = 3;
/** Who gave none is not asked again for so long, ms: what tries by itself must not open one dialog after the other. */
const quiet = 15_000;

export function createProxyLogins(ports: {
  readonly secrets: SecretStore;
  readonly settings: { get(): Settings; update(patch: Partial<Settings>): unknown };
  /** Makes the connection with a login of scheme `basic`, and ends it. `unknown`: that says nothing about the login. */
  readonly tryLogin: (challenge: ProxyChallenge, authorization: string) => Promise<'taken' | 'refused' | 'unknown'>;
  /** Chromium keeps logins as well, for as long as it runs. */
  readonly clearCache: () => Promise<void>;
  /** Whether there is somebody to be asked. */
  readonly asks: boolean;
  readonly now: () => number;
}): ProxyLogins {
  const { secrets, settings, tryLogin } = ports;
  const view = createSettable<ProxiesView>({ ...noProxies, known: listed(settings.get().proxyLogins, new Set()) });
  const ongoing = new Map<string, Promise<ProxyLogin | null>>();
  const held = new Map<string, ProxyLogin | null>();
  const declined = new Map<string, number>();
  const inMemory = new Set<string>();
  const questions: { readonly id: number; readonly name: ProxyName; readonly refused: boolean }[] = [];
  const answers = new Map<number, (login: ProxyLogin | null) => void>();
  let lastId = 0;

  const render = (): void => {
    const [first] = questions;
    const question = first === undefined ? null : { id: first.id, refused: first.refused, ...first.name };
    view.set({ question, known: listed(settings.get().proxyLogins, inMemory) });
  };
  const isSame = (a: ProxyName, b: ProxyName): boolean => proxyKey(a) === proxyKey(b);

  const read = async (name: ProxyName): Promise<ProxyLogin | null> => {
    const key = proxyKey(name);
    const known = held.get(key);
    if (known !== undefined) return known;
    if (!settings.get().proxyLogins.some((one) => isSame(one, name))) return null;
    const reading = await secrets.read(accountOf(name));
    // A vault that is locked may be open the next time.
    if (reading.kind !== 'found') return null;
    const login = parseLogin(reading.secret);
    held.set(key, login);
    return login;
  };
  const keep = async (name: ProxyName, login: ProxyLogin): Promise<void> => {
    const key = proxyKey(name);
    held.set(key, login);
    const level = await secrets.write(accountOf(name), JSON.stringify(login));
    if (level.kind === 'memory') inMemory.add(key);
    else inMemory.delete(key);
    const others = settings.get().proxyLogins.filter((one) => !isSame(one, name));
    settings.update({ proxyLogins: [...others, { host: name.host, port: name.port, realm: name.realm }].slice(-most) });
    render();
  };
  const takes = async (challenge: ProxyChallenge, login: ProxyLogin): Promise<boolean> => {
    const tried = challenge.scheme === 'basic' ? await tryLogin(challenge, basic(login)) : 'unknown';
    return tried === 'unknown' ? !challenge.again : tried === 'taken';
  };
  const ask = ({ host, port, realm }: ProxyName, refused: boolean): Promise<ProxyLogin | null> => {
    lastId += 1;
    const id = lastId;
    questions.push({ id, refused, name: { host, port, realm } });
    render();
    return new Promise((resolve) => answers.set(id, resolve));
  };
  const find = async (challenge: ProxyChallenge): Promise<ProxyLogin | null> => {
    const key = proxyKey(challenge);
    const known = await read(challenge);
    if (known !== null && (await takes(challenge, known))) return known;
    // What was refused once is not tried a second time by itself.
    if (known !== null) held.set(key, null);
    const declinedAt = declined.get(key);
    if (!ports.asks || (declinedAt !== undefined && ports.now() - declinedAt < quiet)) return null;
    for (let left = tries, refused = known !== null; left > 0; left -= 1, refused = true) {
      const login = await ask(challenge, refused);
      if (login === null) {
        declined.set(key, ports.now());
        return null;
      }
      if (!(await takes({ ...challenge, again: false }, login))) continue;
      await keep(challenge, login);
      return login;
    }
    return null;
  };

  return {
    loginFor(challenge) {
      const key = proxyKey(challenge);
      const running = ongoing.get(key);
      if (running !== undefined) return running;
      const work = find(challenge).finally(() => ongoing.delete(key));
      ongoing.set(key, work);
      return work;
    },
    async authorization({ host, port }) {
      for (const name of settings.get().proxyLogins.toReversed()) {
        if (name.host.toLowerCase() !== host.toLowerCase() || name.port !== port) continue;
        const login = await read(name);
        if (login !== null) return basic(login);
      }
      return null;
    },
    view,
    answer(id, login) {
      const index = questions.findIndex((question) => question.id === id);
      if (index === -1) return;
      questions.splice(index, 1);
      const resolve = answers.get(id);
      answers.delete(id);
      render();
      resolve?.(login);
    },
    async forget(name) {
      held.delete(proxyKey(name));
      await ports.clearCache();
      if (!(await secrets.remove(accountOf(name))) && !inMemory.has(proxyKey(name))) return false;
      inMemory.delete(proxyKey(name));
      settings.update({ proxyLogins: settings.get().proxyLogins.filter((one) => !isSame(one, name)) });
      render();
      return true;
    },
  };
}

/** As many as the settings take. */
const most = 32;

const listed = (names: readonly ProxyName[], inMemory: ReadonlySet<string>): readonly KnownProxy[] =>
  names.map((name) => ({ ...name, kept: inMemory.has(proxyKey(name)) ? 'memory' : 'vault' }));

const accountOf = (name: ProxyName): string => `proxy ${proxyKey(name)}`;

/** RFC 7617, in UTF-8. */
const basic = ({ name, password }: ProxyLogin): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

function parseLogin(secret: string): ProxyLogin | null {
  try {
    const read = proxyLoginSchema.safeParse(JSON.parse(secret));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
