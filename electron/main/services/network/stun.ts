import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const cookie = 0x2112_a442;
const header = 20;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const bindingError = 0x0111;
const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  priority: 0x0024,
  fingerprint: 0x8028,
  controlling: 0x802a,
};
const fingerprintMask = 0x5354_554e;
const sizeOfIntegrity = 24;
const sizeOfFingerprint = 8;

/** Of a peer-reflexive candidate, RFC 8445, 5.1.2.1: the least that there is, because nothing is to be chosen. */
const leastPriority = 1;

/**
 * A connectivity check (RFC 8445, 7.2) that asks for an answer and for nothing else: it nominates nothing, and of two sides
 * that both control it is the one that gives way, so that the connection in use stays as it is.
 *
 * @param transaction 12 bytes
 */
export function connectivityCheck(username: string, password: string, transaction: Buffer): Buffer {
  const name = Buffer.from(username);
  const body = Buffer.concat([
    attribute(attributes.username, name),
    attribute(attributes.priority, number32(leastPriority)),
    attribute(attributes.controlling, Buffer.alloc(8)),
  ]);
  const start = (length: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt16BE(bindingRequest, 0);
    bytes.writeUInt16BE(length, 2);
    bytes.writeUInt32BE(cookie, 4);
    return Buffer.concat([bytes, transaction, body]);
  };
  const signature = createHmac('sha1', password)
    .update(start(body.length + sizeOfIntegrity))
    .digest();
  const signed = Buffer.concat([
    start(body.length + sizeOfIntegrity + sizeOfFingerprint),
    attribute(attributes.messageIntegrity, signature),
  ]);
  return Buffer.concat([signed, attribute(attributes.fingerprint, number32((crc32(signed) ^ fingerprintMask) >>> 0))]);
}

/** Whether these bytes are the answer to this check, by whoever knows the password. A refusal of the roles is one as well. */
export function isAnswer(message: Buffer, password: string, transaction: Buffer): boolean {
  if (message.length < header || message.readUInt32BE(4) !== cookie) return false;
  const type = message.readUInt16BE(0);
  if (type !== bindingSuccess && type !== bindingError) return false;
  if (!message.subarray(8, header).equals(transaction)) return false;
  for (let at = header; at + 4 <= message.length;) {
    const length = message.readUInt16BE(at + 2);
    if (message.readUInt16BE(at) === attributes.messageIntegrity) {
      const told = message.subarray(at + 4, at + sizeOfIntegrity);
      // Signed is what comes before, with a length that ends here (RFC 8489, 14.5).
      const before = Buffer.from(message.subarray(0, at));
      before.writeUInt16BE(at + sizeOfIntegrity - header, 2);
      const due = createHmac('sha1', password).update(before).digest();
      return told.length === due.length && timingSafeEqual(told, due);
    }
    at += 4 + padded(length);
  }
  return false;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}
