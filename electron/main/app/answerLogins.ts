import type { App } from 'electron';
import type { Log } from '../services/log/log.ts';
import type { ProxyLogins } from '../services/network/proxyLogins.ts';

/**
 * Answers the proxy that wants a login for something that a page asks for. A WebSocket is never asked about; it goes by what a request
 * before it was given. A *server* that asks like that gets nothing: no backend does.
 */
export function answerLogins(app: Pick<App, 'on'>, logins: Pick<ProxyLogins, 'loginFor'>, log: Log): void {
  app.on('login', (event, _contents, details, { isProxy, host, port, realm, scheme }, answer) => {
    if (!isProxy) return;
    event.preventDefault();
    const challenge = { host, port, realm: realm.slice(0, 256), scheme: scheme.toLowerCase(), url: details.url };
    const found = logins.loginFor({ ...challenge, again: !details.firstAuthAttempt });
    log.background(
      'answering a proxy',
      found.then((login) => (login === null ? answer() : answer(login.name, login.password))),
    );
  });
}
