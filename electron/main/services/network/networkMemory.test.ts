import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeNetwork } from './describeNetwork.ts';
import { createNetworkMemory, nextEntries, type NetworkMemory } from './networkMemory.ts';

const four = (address: string, netmask = '255.255.255.0'): NetworkInterfaceInfo => ({
  address,
  netmask,
  family: 'IPv4',
  mac: '02:00:00:00:00:01',
  internal: address.startsWith('127.'),
  cidr: null,
});
const six = (address: string): NetworkInterfaceInfo => ({
  address,
  netmask: 'ffff:ffff:ffff:ffff::',
  family: 'IPv6',
  mac: '02:00:00:00:00:01',
  internal: address === '::1',
  cidr: null,
  scopeid: 0,
});

describe('describeNetwork', () => {
  const office = { lo: [four('127.0.0.1')], eth0: [four('10.1.2.3', '255.255.0.0'), six('2001:db8::1:2:3:4')] };
  const described = describeNetwork(office, ['10.1.0.1']);

  it('has the prefixes and the name servers, and nothing of the machine', () => {
    expect(described).toBe('eth0 10.1.0.0\neth0 2001:db8:0:0\ndns 10.1.0.1');
  });

  it.each<[string, Parameters<typeof describeNetwork>, boolean]>([
    [
      'another address of the lease',
      [{ eth0: [four('10.1.9.9', '255.255.0.0'), six('2001:db8::9')] }, ['10.1.0.1']],
      true,
    ],
    [
      'a container beside',
      [{ ...office, docker0: [four('172.17.0.1')], veth1: [six('2001:db8:9::1')] }, ['10.1.0.1']],
      true,
    ],
    ['a link-local address beside', [{ ...office, eth1: [six('fe80::1'), four('169.254.1.1')] }, ['10.1.0.1']], true],
    ['a VPN', [{ ...office, tun0: [four('10.8.0.2')] }, ['10.1.0.1']], false],
    ['another router', [office, ['10.1.0.254']], false],
    ['another prefix', [{ eth0: [four('10.2.2.3', '255.255.0.0')] }, ['10.1.0.1']], false],
    ['wireless', [{ wlan0: office.eth0 }, ['10.1.0.1']], false],
  ])('%s', (_, given, same) => expect(describeNetwork(...given) === described).toBe(same));

  it('knows no network without an address', () => {
    expect(describeNetwork({ lo: [four('127.0.0.1')], eth0: [six('fe80::1')] }, ['1.1.1.1'])).toBeNull();
  });
});

describe('what worked', () => {
  let folder: string;
  let network: string | null;
  let time: number;
  const complaints: string[] = [];
  const open = (inside = folder): NetworkMemory =>
    createNetworkMemory({
      folder: inside,
      network: () => network,
      now: () => time,
      log: { info: () => undefined, warn: (line: string) => void complaints.push(line) } as never,
    });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-networks-'));
    network = 'eth0 10.1.0.0';
    time = 1_000_000_000_000;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is known after a restart, in this network, for this server', () => {
    open().remember('team', 'tcp');
    const memory = open();
    expect([memory.recall('team'), memory.recall('other')]).toEqual(['tcp', undefined]);
    network = 'wlan0 10.1.0.0';
    expect(memory.recall('team')).toBeUndefined();
    network = null;
    expect(memory.recall('team')).toBeUndefined();
  });

  it('is forgotten after a day, when told so, and by a clock that was wrong', () => {
    const memory = open();
    memory.remember('team', 'relay');
    time += 24 * 60 * 60_000 - 1;
    expect(memory.recall('team')).toBe('relay');
    time += 1;
    expect(memory.recall('team')).toBeUndefined();
    memory.remember('team', 'tcp');
    time -= 1;
    expect(memory.recall('team')).toBeUndefined();
    time += 2;
    memory.remember('team', null);
    expect(open().recall('team')).toBeUndefined();
  });

  it('does not say in the file which network it was', () => {
    open().remember('team', 'tcp');
    expect(readFileSync(join(folder, 'networks.json'), 'utf8')).not.toMatch(/eth0|10\.1/);
    const other = mkdtempSync(join(tmpdir(), 'parley-networks-'));
    open(other).remember('team', 'tcp');
    const hashes = [folder, other].map(
      (one) => /"network":"(\w+)"/.exec(readFileSync(join(one, 'networks.json'), 'utf8'))?.[1],
    );
    expect(hashes[0]).not.toBe(hashes[1]);
    rmSync(other, { recursive: true, force: true });
  });

  it('is not written where there is nothing to forget, and begins anew with a file that is none', () => {
    open().remember('team', null);
    expect(() => readFileSync(join(folder, 'networks.json'))).toThrow('ENOENT');
    writeFileSync(join(folder, 'networks.json'), '{"key":');
    const memory = open();
    expect(memory.recall('team')).toBeUndefined();
    memory.remember('team', 'tcp');
    expect(open().recall('team')).toBe('tcp');
  });

  it('is known until the end where it cannot be written', () => {
    const memory = open(join(folder, 'not', 'there'));
    memory.remember('team', 'tcp');
    expect(memory.recall('team')).toBe('tcp');
    expect(complaints).toHaveLength(1);
  });

  it('stays bounded, and has one entry for a network and a server', () => {
    const anyJoin = fc.record({
      network: fc.constantFrom('a', 'b', 'c'),
      server: fc.string({ maxLength: 2 }),
      ways: fc.constantFrom('tcp', 'relay', null),
    });
    fc.assert(
      fc.property(fc.array(anyJoin, { maxLength: 200 }), (joins) => {
        let entries: ReturnType<typeof nextEntries> = [];
        for (const [index, { ways, ...where }] of joins.entries()) entries = nextEntries(entries, where, ways, index);
        expect(entries.length).toBeLessThanOrEqual(64);
        expect(new Set(entries.map(({ network: one, server }) => `${one} ${server}`)).size).toBe(entries.length);
      }),
    );
  });
});
