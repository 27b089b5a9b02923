import { describe, expect, it } from 'vitest';
import { readPlace, templateValues, type Interfaces } from './place.ts';

const here = { lo: ['127.0.0.1'], ens3: ['203.0.113.7'], ens4: ['10.0.0.11'] };
const least = { domain: 'voice.example.org', ip: '203.0.113.7' };

it('fills in what nobody said', () => {
  expect(readPlace(least, {}, here)).toMatchObject({
    DOMAIN: 'voice.example.org',
    TURN_DOMAIN: 'turn.voice.example.org',
    PUBLIC_IP: '203.0.113.7',
    PRIVATE_IP: '203.0.113.7',
    INTERFACE: 'ens3',
    TURN_PORT: '443',
  });
});

it('remembers, and is corrected by the command line', () => {
  const first = readPlace({ ...least, region: 'eu-1' }, {}, here);
  expect(readPlace({}, first, here)).toEqual(first);
  expect(readPlace({ region: 'eu-2' }, first, here)).toEqual({ ...first, REGION: 'eu-2' });
});

it.each([
  [{}, /--domain.*\n.*--ip/],
  [{ ...least, domain: 'voice example' }, /--domain/],
  [{ ...least, domain: 'https://voice.example.org' }, /--domain/],
  [{ ...least, ip: '203.0.113.700' }, /--ip/],
  [{ ...least, 'turn-port': '70000' }, /--turn-port/],
  [{ ...least, interface: 'eth0"; drop' }, /--interface/],
  [
    { ...least, interface: 'eth0' },
    /--interface: .*this machine has lo \(127\.0\.0\.1\), ens3 \(203\.0\.113\.7\), ens4/,
  ],
  [{ ...least, ip: '203.0.113.8' }, /--interface/],
  [{ ...least, media: '10.0.0.1,' }, /--media/],
  [{ ...least, balancer: 'balancer.example.org' }, /--balancer/],
  [{ ...least, certs: 'certs' }, /--certs/],
])('refuses %j', (given, message) => {
  expect(() => readPlace(given, {}, here)).toThrow(message);
});

it('writes lists as each program reads them', () => {
  const values = templateValues(
    readPlace(
      { ...least, media: '10.0.0.11,10.0.0.12', app: '10.0.0.21', balancer: '10.0.0.41', private: '10.0.0.11' },
      {},
      here,
    ),
    {},
  );
  expect(values['CADDY_MEDIA']).toBe('10.0.0.11:7880 10.0.0.12:7880');
  expect(values['NGINX_MEDIA']).toBe('server 10.0.0.11:7880; server 10.0.0.12:7880;');
  expect(values['LIVEKIT_TARGETS']).toBe("'10.0.0.11:6789', '10.0.0.12:6789'");
  expect(values['PARLEY_TARGETS']).toBe("'10.0.0.21:7900'");
  expect(values['REQUEST_LIMIT']).toBe('1200');
  expect(templateValues(readPlace(least, {}, here), {})['REQUEST_LIMIT']).toBe('60000');
  expect(values['NFT_HOSTS']).toBe('10.0.0.11, 10.0.0.12, 10.0.0.21, 10.0.0.41, 127.0.0.1');
});

describe('the interface of media', () => {
  const scale = { ...least, media: '10.0.0.11,10.0.0.12', app: '10.0.0.21' };
  const interfaceOf = (given: Record<string, string>, known: Record<string, string>, machine: Interfaces = here) =>
    readPlace(given, known, machine)['INTERFACE'];

  it('is the one that is named, else the one with the address, else that of the last time', () => {
    expect(interfaceOf({ ...least, interface: 'ens4' }, {})).toBe('ens4');
    expect(interfaceOf(least, { INTERFACE: 'ens4' })).toBe('ens3');
    expect(interfaceOf({ ...least, ip: '203.0.113.8' }, { INTERFACE: 'ens4' })).toBe('ens4');
  });

  it('of the last time counts no more where it is gone', () => {
    expect(() => interfaceOf({ ...least, ip: '203.0.113.8' }, { INTERFACE: 'eth0' })).toThrow('--interface');
  });

  it('is asked for on machines alone to which media come', () => {
    const app: Interfaces = { lo: ['127.0.0.1'], eth0: ['10.0.0.21'] };
    expect(interfaceOf({ ...scale, private: '10.0.0.21' }, {}, app)).toBe('none');
    expect(() => interfaceOf({ ...scale, private: '10.0.0.12' }, {}, app)).toThrow('--interface');
  });
});
