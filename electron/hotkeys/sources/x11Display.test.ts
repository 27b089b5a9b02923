import { describe, expect, it } from 'vitest';
import { findCookie, parseDisplay, setupRequest } from './x11Display.ts';

describe('parseDisplay', () => {
  it.each([
    [':0', 0, [{ path: '/tmp/.X11-unix/X0' }, { path: '\0/tmp/.X11-unix/X0' }]],
    [':12.1', 12, [{ path: '/tmp/.X11-unix/X12' }, { path: '\0/tmp/.X11-unix/X12' }]],
    ['unix:3', 3, [{ path: '/tmp/.X11-unix/X3' }, { path: '\0/tmp/.X11-unix/X3' }]],
    ['localhost:10.0', 10, [{ host: 'localhost', port: 6010 }]],
  ])('%s', (display, number, addresses) => {
    expect(parseDisplay(display)).toEqual({ number, addresses });
  });

  it.each(['', '0', 'wayland-0', ':', ':x', '/private/tmp/launch:0'])('refuses %o', (display) => {
    expect(parseDisplay(display)).toBeNull();
  });
});

describe('findCookie', () => {
  const counted = (text: string | Buffer): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const entry = (
    family: number,
    host: string,
    display: string,
    cookie: Buffer,
    name = 'MIT-MAGIC-COOKIE-1',
  ): Buffer => {
    const head = Buffer.alloc(2);
    head.writeUInt16BE(family);
    return Buffer.concat([head, counted(host), counted(display), counted(name), counted(cookie)]);
  };
  const a = Buffer.alloc(16, 'a');
  const b = Buffer.alloc(16, 'b');

  it('takes the cookie of the display, and of this host before others', () => {
    const file = Buffer.concat([entry(256, 'old', '0', a), entry(256, 'here', '1', a), entry(256, 'here', '0', b)]);
    expect(findCookie(file, 0, 'here')).toEqual(b);
    expect(findCookie(file, 0, 'elsewhere')).toEqual(a);
    expect(findCookie(file, 7, 'here')).toBeNull();
  });

  it('takes a cookie for every host or every display', () => {
    expect(findCookie(entry(0xffff, 'x', '', b), 4, 'here')).toEqual(b);
  });

  it('survives other methods and truncated files', () => {
    const file = Buffer.concat([entry(256, 'here', '0', a, 'XDM-AUTHORIZATION-1'), entry(256, 'here', '0', b)]);
    expect(findCookie(file, 0, 'here')).toEqual(b);
    for (let length = 0; length < file.length; length += 1) {
      expect(findCookie(file.subarray(0, length), 0, 'here')).toBeNull();
    }
  });
});

describe('setupRequest', () => {
  it('is padded to four bytes', () => {
    expect(setupRequest(null)).toHaveLength(12);
    expect(setupRequest(Buffer.alloc(16))).toHaveLength(12 + 20 + 16);
  });
});
