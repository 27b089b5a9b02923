/** Where the X server of a `DISPLAY` listens, in the order in which to try (X(7), "DISPLAY NAMES"). */
export interface X11Display {
  readonly number: number;
  readonly addresses: readonly ({ readonly path: string } | { readonly host: string; readonly port: number })[];
}

/** null for what is no display name. */
export function parseDisplay(display: string): X11Display | null {
  const match = /^(?:unix)?([^:/]*):(\d{1,5})(?:\.\d+)?$/.exec(display);
  if (match === null) return null;
  const host = match[1] ?? '';
  const number = Number(match[2]);
  const socket = `/tmp/.X11-unix/X${number}`;
  // A leading zero byte is Linux's abstract namespace, where a server in another mount namespace is still reached.
  const local = [{ path: socket }, { path: `\0${socket}` }];
  return { number, addresses: host === '' ? local : [{ host, port: 6000 + number }] };
}

/** The cookie for a display in the content of an Xauthority file (Xau(3)); null when there is none. */
export function findCookie(authority: Buffer, number: number, hostname: string): Buffer | null {
  let found: Buffer | null = null;
  let offset = 0;
  const take = (): Buffer => {
    const length = authority.readUInt16BE(offset);
    const part = authority.subarray(offset + 2, offset + 2 + length);
    offset += 2 + length;
    return part;
  };
  try {
    while (offset < authority.length) {
      const anyHost = authority.readUInt16BE(offset) === 0xffff;
      offset += 2;
      const [address, display, name, cookie] = [take(), take(), take(), take()];
      const fits = display.length === 0 || display.toString() === String(number);
      if (!fits || name.toString() !== cookieName || cookie.length !== 16) continue;
      if (anyHost || address.toString() === hostname) return cookie;
      found ??= cookie;
    }
  } catch {
    // A truncated file: what was found before the cut still counts.
  }
  return found;
}

const cookieName = 'MIT-MAGIC-COOKIE-1';

/** The first message of an X11 client (X Window System Protocol, "Connection Setup"), little-endian. */
export function setupRequest(cookie: Buffer | null): Buffer {
  const name = Buffer.from(cookie === null ? '' : cookieName);
  const data = cookie ?? Buffer.alloc(0);
  const header = Buffer.alloc(12);
  header.write('l', 0);
  header.writeUInt16LE(11, 2);
  header.writeUInt16LE(name.length, 6);
  header.writeUInt16LE(data.length, 8);
  const padding = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);
  return Buffer.concat([header, name, padding(name.length), data, padding(data.length)]);
}

/**
 * The root window of the first screen in a whole answer to `setupRequest` that accepts (the same section): behind 40 bytes,
 * the vendor's name and the formats.
 */
export const rootOf = (accepted: Buffer): number =>
  accepted.readUInt32LE(40 + 4 * Math.ceil(accepted.readUInt16LE(24) / 4) + 8 * accepted.readUInt8(29));
