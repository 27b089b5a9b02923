import { createHash, createHmac } from 'node:crypto';

/** STUN (RFC 8489) as far as asking a TURN server (RFC 8656) for a relay needs it. */
export const stunTypes = {
  allocate: 0x0003,
  allocated: 0x0103,
  allocateRefused: 0x0113,
  refresh: 0x0004,
} as const;

export const stunAttributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedTransport: 0x0019,
} as const;

const cookie = 0x2112a442;
const headerLength = 20;

export interface StunMessage {
  readonly type: number;
  /** 12 bytes. */
  readonly transaction: Buffer;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

/** With `key`, MESSAGE-INTEGRITY is added as the last attribute. */
export function encodeStun({ type, transaction, attributes }: StunMessage, key?: Buffer): Buffer {
  const parts = [...attributes].map(([name, value]) => attribute(name, value));
  const header = (length: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt16BE(type, 0);
    bytes.writeUInt16BE(length, 2);
    bytes.writeUInt32BE(cookie, 4);
    return Buffer.concat([bytes, transaction]);
  };
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (key === undefined) return Buffer.concat([header(length), ...parts]);
  // The length that is signed counts the signature: 4 bytes and the 20 of SHA-1.
  const signed = Buffer.concat([header(length + 24), ...parts]);
  const integrity = createHmac('sha1', key).update(signed).digest();
  return Buffer.concat([signed, attribute(stunAttributes.messageIntegrity, integrity)]);
}

function attribute(name: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(name, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

/** Null for what is no STUN message, or not all of one. */
export function decodeStun(bytes: Buffer): StunMessage | null {
  if (bytes.length < headerLength || bytes.readUInt32BE(4) !== cookie) return null;
  const end = headerLength + bytes.readUInt16BE(2);
  if (bytes.length < end) return null;
  const attributes = new Map<number, Buffer>();
  for (let at = headerLength; at + 4 <= end;) {
    const length = bytes.readUInt16BE(at + 2);
    if (at + 4 + length > end) return null;
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  return { type: bytes.readUInt16BE(0), transaction: bytes.subarray(8, headerLength), attributes };
}

/** The long-term credential mechanism's key (RFC 8489 §9.2.2). */
export const longTermKey = (username: string, realm: string, password: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest();

/** ERROR-CODE as a number, such as 401; 0 without one. */
export function errorCodeOf({ attributes }: StunMessage): number {
  const value = attributes.get(stunAttributes.errorCode);
  return value === undefined || value.length < 4 ? 0 : value.readUInt8(2) * 100 + value.readUInt8(3);
}

/** XOR-RELAYED-ADDRESS as `address:port`, of IPv4; null without one. */
export function relayedAddressOf({ attributes }: StunMessage): string | null {
  const value = attributes.get(stunAttributes.relayedAddress);
  if (value === undefined || value.length < 8 || value.readUInt8(1) !== 1) return null;
  const port = value.readUInt16BE(2) ^ (cookie >>> 16);
  const address = (value.readUInt32BE(4) ^ cookie) >>> 0;
  return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')}:${port}`;
}
