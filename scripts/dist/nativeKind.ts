import type { DistArch, DistPlatform } from './targets.ts';

/**
 * What a native module was built for, from its first bytes: `linux-x64`, `win32-arm64`, `darwin-x64`, …; `null` for what
 * is no such file. 64 bytes are enough for ELF and Mach-O; a PE needs those up to its COFF header.
 */
export function nativeKind(bytes: Buffer): string | null {
  if (bytes.length < 64) return null;
  if (bytes.readUInt32BE(0) === 0x7f454c46)
    return named('linux', { 0x3e: 'x64', 0xb7: 'arm64' }, bytes.readUInt16LE(18));
  if (bytes.readUInt32LE(0) === 0xfeedfacf) {
    return named('darwin', { 0x1000007: 'x64', 0x100000c: 'arm64' }, bytes.readUInt32LE(4));
  }
  if (bytes.toString('latin1', 0, 2) === 'MZ') {
    const at = bytes.readUInt32LE(0x3c);
    if (at + 6 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'PE\0\0') return null;
    return named('win32', { 0x8664: 'x64', 0xaa64: 'arm64' }, bytes.readUInt16LE(at + 4));
  }
  return null;
}

function named(platform: DistPlatform, machines: Readonly<Record<number, DistArch>>, machine: number): string {
  return `${platform}-${machines[machine] ?? `machine 0x${machine.toString(16)}`}`;
}
