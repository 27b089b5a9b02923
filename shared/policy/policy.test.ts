import { expect, it } from 'vitest';
import { readPolicy } from './policy.ts';
import { anyServer } from './serverPolicy.ts';

const file = '/etc/parley/policy.json';
const nothing = { file, udpForbidden: false, authorityFile: null, servers: anyServer, problem: null };

it.each([
  ['{}', nothing],
  ['{ "udp": "allowed" }', nothing],
  ['{ "udp": "forbidden" }', { ...nothing, udpForbidden: true }],
  ['{ "authorityFile": "/etc/ssl/office.pem" }', { ...nothing, authorityFile: '/etc/ssl/office.pem' }],
  [
    String.raw`{ "authorityFile": "C:\\ProgramData\\ca.pem" }`,
    { ...nothing, authorityFile: String.raw`C:\ProgramData\ca.pem` },
  ],
  [
    String.raw`{ "authorityFile": "\\\\server\\share\\ca.pem" }`,
    { ...nothing, authorityFile: String.raw`\\server\share\ca.pem` },
  ],
])('%s', (text, policy) => {
  expect(readPolicy(file, text)).toEqual(policy);
});

it.each([
  ['', 'JSON'],
  ['{ "udp": "forbidden" ', 'JSON'],
  ['[]', 'object'],
  ['null', 'object'],
  ['{ "udp": true }', 'udp: '],
  ['{ "udp": "Forbidden" }', 'udp: '],
  // A word that is misspelt would otherwise allow what it was to forbid.
  ['{ "udpp": "forbidden" }', 'udpp'],
  ['{ "authorityFile": "ca.pem" }', 'authorityFile: has to be an absolute path'],
  ['{ "authorityFile": 7 }', 'authorityFile: '],
  ['{ "otherServers": "forbidden" }', 'otherServers: forbids every server'],
  ['{ "servers": "https://voice.example.org" }', 'servers: '],
  ['{ "servers": [{}] }', 'servers.0.address: '],
  ['{ "servers": [{ "address": "ftp://voice.example.org" }] }', 'servers.0.address: has to be an http or https'],
  ['{ "servers": [{ "address": "https://a", "login": "ada" }] }', 'servers.0.login: is each person’s own'],
  ['{ "servers": [{ "address": "https://a", "adress": "" }] }', 'adress'],
  ['{ "servers": [{ "address": "https://a", "dialect": "mumble" }] }', 'servers.0.dialect: '],
])('%s cannot be used, says why, and forbids UDP', (text, problem) => {
  const policy = readPolicy(file, text);
  expect(policy).toMatchObject({ file, udpForbidden: true, authorityFile: null, servers: anyServer });
  expect(policy.problem).toContain(problem);
});
