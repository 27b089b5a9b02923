import { expect, it } from 'vitest';
import { readPlace, templateValues } from './place.ts';

const least = { domain: 'voice.example.org', ip: '203.0.113.7' };

it('fills in what nobody said', () => {
  expect(readPlace(least, {})).toMatchObject({
    DOMAIN: 'voice.example.org',
    TURN_DOMAIN: 'turn.voice.example.org',
    PUBLIC_IP: '203.0.113.7',
    PRIVATE_IP: '203.0.113.7',
    TURN_PORT: '443',
  });
});

it('remembers, and is corrected by the command line', () => {
  const first = readPlace({ ...least, region: 'eu-1' }, {});
  expect(readPlace({}, first)).toEqual(first);
  expect(readPlace({ region: 'eu-2' }, first)).toEqual({ ...first, REGION: 'eu-2' });
});

it.each([
  [{}, /--domain.*\n.*--ip/],
  [{ ...least, domain: 'voice example' }, /--domain/],
  [{ ...least, domain: 'https://voice.example.org' }, /--domain/],
  [{ ...least, ip: '203.0.113.700' }, /--ip/],
  [{ ...least, 'turn-port': '70000' }, /--turn-port/],
  [{ ...least, interface: 'eth0"; drop' }, /--interface/],
  [{ ...least, media: '10.0.0.1,' }, /--media/],
  [{ ...least, balancer: 'balancer.example.org' }, /--balancer/],
  [{ ...least, certs: 'certs' }, /--certs/],
])('refuses %j', (given, message) => {
  expect(() => readPlace(given, {})).toThrow(message);
});

it('writes lists as each program reads them', () => {
  const values = templateValues(
    readPlace({ ...least, media: '10.0.0.11,10.0.0.12', app: '10.0.0.21', balancer: '10.0.0.41' }, {}),
    {},
  );
  expect(values['CADDY_MEDIA']).toBe('10.0.0.11:7880 10.0.0.12:7880');
  expect(values['NGINX_MEDIA']).toBe('server 10.0.0.11:7880; server 10.0.0.12:7880;');
  expect(values['LIVEKIT_TARGETS']).toBe("'10.0.0.11:6789', '10.0.0.12:6789'");
  expect(values['PARLEY_TARGETS']).toBe("'10.0.0.21:7900'");
  expect(values['REQUEST_LIMIT']).toBe('1200');
  expect(templateValues(readPlace(least, {}), {})['REQUEST_LIMIT']).toBe('60000');
  expect(values['NFT_HOSTS']).toBe('10.0.0.11, 10.0.0.12, 10.0.0.21, 10.0.0.41, 127.0.0.1, 203.0.113.7');
});
