import { describe, expect, it } from 'vitest';
import { normaliseAddress } from './address.ts';

describe('normaliseAddress', () => {
  it.each([
    ['voice.example.org', 'https://voice.example.org'],
    [' https://voice.example.org/ ', 'https://voice.example.org'],
    ['https://Voice.Example.org:8443/parley//', 'https://voice.example.org:8443/parley'],
    ['localhost:7000', 'http://localhost:7000'],
    ['127.0.0.1:7000', 'http://127.0.0.1:7000'],
    ['http://10.0.0.5', 'http://10.0.0.5'],
    ['[::1]:80', 'http://[::1]'],
    ['https//voice.example.org', 'https://voice.example.org'],
    ['https:/voice.example.org/parley', 'https://voice.example.org/parley'],
    ['http//10.0.0.5:7000', 'http://10.0.0.5:7000'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
  ])('takes %j as %j', (typed, stored) => {
    expect(normaliseAddress(typed)).toBe(stored);
    expect(normaliseAddress(stored)).toBe(stored);
  });

  it.each([
    '',
    '   ',
    'ftp://x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://ada:pw@x',
    'https://x/?a=1',
    'x#y',
    'a b',
    'https://',
    'wss://voice.example.org',
  ])('refuses %j', (typed) => {
    expect(normaliseAddress(typed)).toBeNull();
  });
});
