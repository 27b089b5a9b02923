/**
 * Chromium cannot be taught a scheme from outside, so `app://parley/x` is `https://parley.app.localhost/x` to it: a
 * secure context that never leaves the machine (RFC 6761). The application only ever meets its own scheme.
 */
export class Schemes {
  private readonly known = new Set<string>();

  add(scheme: string): void {
    this.known.add(scheme.toLowerCase());
  }

  has(scheme: string): boolean {
    return this.known.has(scheme.toLowerCase());
  }

  patterns(): string[] {
    return [...this.known].map((scheme) => `https://*.${scheme}.localhost/*`);
  }

  toChromium(url: string): string {
    const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
    const [, scheme = '', host = '', rest = ''] = parts ?? [];
    return this.has(scheme) ? `https://${host || 'host'}.${scheme.toLowerCase()}.localhost${rest || '/'}` : url;
  }

  toElectron(url: string): string {
    const parts = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.localhost(.*)$/.exec(url);
    const [, host = '', scheme = '', rest = ''] = parts ?? [];
    return this.has(scheme) ? `${scheme}://${host}${rest}` : url;
  }

  /** The sources `app:` and `app://host` of a Content-Security-Policy, in Chromium's terms. */
  policyToChromium(policy: string): string {
    let mapped = policy;
    for (const scheme of this.known) {
      mapped = mapped
        .replaceAll(new RegExp(`(^|[\\s;])${scheme}://([^\\s;/]+)`, 'g'), `$1https://$2.${scheme}.localhost`)
        .replaceAll(new RegExp(`(^|[\\s;])${scheme}:(?=[\\s;]|$)`, 'g'), `$1https://*.${scheme}.localhost`);
    }
    return mapped;
  }
}
