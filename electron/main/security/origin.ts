/** The one scheme and host that Parley's own pages have (DESIGN.md §5). */
export const appScheme = 'app';
export const appHost = 'parley';
export const appPage = `${appScheme}://${appHost}/index.html`;

/** Whether a URL is one of our pages. Compares scheme and host: Node's `URL.origin` is `null` for a scheme of our own. */
export function isOwnPage(url: string, developmentServer: string | null = null): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    if (username !== '' || password !== '') return false;
    if (protocol === `${appScheme}:` && host === appHost) return true;
    if (developmentServer === null) return false;
    const server = new URL(developmentServer);
    return protocol === server.protocol && host === server.host;
  } catch {
    return false;
  }
}
