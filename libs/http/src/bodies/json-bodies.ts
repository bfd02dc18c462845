import { isUtf8 } from 'node:buffer';
import { InvalidInput, Malformed, UnsupportedMediaType } from '../problems/common-errors.js';
import { jsonFaults, type JsonLimits } from './json-faults.js';

const BYTE_ORDER_MARK = '\ufeff';
const FOREIGN_CHARSET = /;\s*charset\s*=(?!\s*(?:"utf-?8"|utf-?8)\s*(?:;|$))/i;

/**
 * Reads a body as I-JSON (RFC 7493) within our limits. What is refused here is never seen by anything that walks through
 * objects: `JSON.parse` itself takes any depth. @throws Malformed, InvalidInput, UnsupportedMediaType
 * @param type its content type, which may name no other charset than JSON's own (RFC 8259, section 8.1)
 */
export function readJson(body: Buffer, limits: JsonLimits, type = ''): unknown {
  if (FOREIGN_CHARSET.test(type)) throw new UnsupportedMediaType('JSON is UTF-8: no other charset is taken.');
  if (body.length === 0) throw new Malformed('The body is empty; its content type promises JSON.');
  if (!isUtf8(body)) throw new Malformed('The body is not UTF-8.');
  const text = body.toString();
  if (text.startsWith(BYTE_ORDER_MARK)) throw new Malformed('The body begins with a byte order mark.');
  const value = parsed(text);
  const faults = jsonFaults(text, limits);
  if (faults.length > 0) throw new InvalidInput(faults);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed('The body is not JSON.');
  }
}
