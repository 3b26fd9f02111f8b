import { isIPv6 } from "node:net";
import { crc32 } from "node:zlib";

const HEAD_BYTES = 20;
const MAGIC_COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;
const ERROR_CODE = 0x0009;
const UNKNOWN_ATTRIBUTES = 0x000a;
const XOR_MAPPED_ADDRESS = 0x0020;
const FINGERPRINT = 0x8028;
const FINGERPRINT_MASK = 0x5354554e;
/** Attributes below this must be understood (RFC 5389 15); these are, though none is asked for here. */
const FIRST_OPTIONAL = 0x8000;
const UNDERSTOOD = new Set([
  0x0001,
  0x0006,
  0x0008,
  ERROR_CODE,
  UNKNOWN_ATTRIBUTES,
  0x0014,
  0x0015,
  XOR_MAPPED_ADDRESS,
]);

interface Attribute {
  readonly type: number;
  readonly value: Buffer;
  /** Where it begins. */
  readonly at: number;
}

/** Whether a datagram is STUN: no SIP message begins with a byte below 4 (RFC 5389 6, 8). */
export function isStun(bytes: Buffer): boolean {
  return bytes.length >= HEAD_BYTES && (bytes[0] ?? 255) < 4 && bytes.readUInt32BE(4) === MAGIC_COOKIE;
}

/**
 * What a STUN message on the SIP port is answered (RFC 5389 7.3.1, as RFC 5626 8 uses it): a binding
 * request with the address it came from, one that demands what is unknown with 420. Undefined for all
 * else: malformed ones, indications, responses.
 */
export function answerStun(
  bytes: Buffer,
  from: { readonly address: string; readonly port: number },
): Buffer | undefined {
  if (bytes.readUInt16BE(0) !== BINDING_REQUEST) return undefined;
  if (bytes.readUInt16BE(2) !== bytes.length - HEAD_BYTES || bytes.length % 4 !== 0) return undefined;
  const attributes = readAttributes(bytes);
  if (!attributes || !fingerprintFits(bytes, attributes)) return undefined;
  const unknown = attributes
    .map(({ type }) => type)
    .filter((type) => type < FIRST_OPTIONAL && !UNDERSTOOD.has(type));
  return unknown.length > 0
    ? message(BINDING_ERROR, bytes, [errorCode(420), unknownAttributes(unknown)])
    : message(BINDING_SUCCESS, bytes, [xorMappedAddress(from, bytes.subarray(4, HEAD_BYTES))]);
}

/** Undefined where one runs over the end. */
function readAttributes(bytes: Buffer): Attribute[] | undefined {
  const attributes: Attribute[] = [];
  for (let at = HEAD_BYTES; at < bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 4 + length;
    if (end > bytes.length) return undefined;
    attributes.push({ type: bytes.readUInt16BE(at), value: bytes.subarray(at + 4, end), at });
    at = end + padding(length);
  }
  return attributes;
}

/** A fingerprint need not be there, but where it is, it must be the last and right (RFC 5389 15.5). */
function fingerprintFits(bytes: Buffer, attributes: readonly Attribute[]): boolean {
  const found = attributes.find(({ type }) => type === FINGERPRINT);
  if (!found) return true;
  if (found.value.length !== 4 || found.at + 8 !== bytes.length) return false;
  return found.value.readUInt32BE(0) === (crc32(bytes.subarray(0, found.at)) ^ FINGERPRINT_MASK) >>> 0;
}

function message(type: number, request: Buffer, attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat(attributes);
  const head = Buffer.from(request.subarray(0, HEAD_BYTES));
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(padding(value.length))]);
}

/** RFC 5389 15.2: port and address, each hidden from NATs that rewrite what looks like an address. */
function xorMappedAddress(from: { readonly address: string; readonly port: number }, mask: Buffer): Buffer {
  const address = addressBytes(from.address);
  const value = Buffer.alloc(4 + address.length);
  value.writeUInt8(address.length === 4 ? 1 : 2, 1);
  value.writeUInt16BE(from.port ^ (MAGIC_COOKIE >>> 16), 2);
  for (const [index, byte] of address.entries()) value[4 + index] = byte ^ (mask[index] ?? 0);
  return attribute(XOR_MAPPED_ADDRESS, value);
}

function errorCode(code: number): Buffer {
  return attribute(ERROR_CODE, Buffer.from([0, 0, Math.trunc(code / 100), code % 100]));
}

function unknownAttributes(types: readonly number[]): Buffer {
  const value = Buffer.alloc(2 * types.length);
  for (const [index, type] of types.entries()) value.writeUInt16BE(type, 2 * index);
  return attribute(UNKNOWN_ATTRIBUTES, value);
}

/** 4 or 16 bytes; a zone (`%eth0`) is no part of the address. */
function addressBytes(text: string): Buffer {
  const [address = ""] = text.split("%", 1);
  if (!isIPv6(address)) return Buffer.from(address.split(".").map(Number));
  const [front = "", back] = address.split("::", 2);
  const groups = (part: string | undefined): string[] => (part ? part.split(":") : []);
  const [head, tail] = [groups(front), groups(back)];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, "0")).join(""), "hex");
}

/** Attributes begin at multiples of four. */
function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}
