import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ExpectationFailed, InvalidInput, Malformed, UnsupportedMediaType } from '../problems/common-errors.js';
import type { FieldError } from '../problems/domain-error.js';
import { pointerOf } from '../validation/unsafe-values.js';

/** A name or an address, and a port (RFC 3986, sections 3.2.2 and 3.2.3). */
const HOST = /^(?:[\w.~!$&'()*+,;=%-]*|\[[\w.:]+\])(?::\d*)?$/;

/** Refuses requests that are wrong whatever they ask for. That Node would refuse some by itself is switched off for it. */
export function refuseUnreadable(server: FastifyInstance): void {
  server.server.on('checkExpectation', (request, response) => server.routing(request, response));
  server.addHook('onRequest', (request, reply, done) => {
    done(refusalOf(request, reply));
  });
}

function refusalOf(request: FastifyRequest, reply: FastifyReply): Error | undefined {
  const { raw, url } = request;
  const { expect, 'content-encoding': coding = 'identity' } = raw.headers;
  if (!hasOneHost(raw)) return new Malformed('A request of HTTP/1.1 names its Host, one, and nothing else with it.');
  // RFC 9110, section 10.1.1
  if (expect !== undefined && !/^100-continue$/i.test(expect))
    return new ExpectationFailed('Nothing is known that can be expected, but 100-continue.');
  if (coding.toLowerCase() !== 'identity' && isBodyRead(request)) {
    // RFC 9110, section 12.5.3: so that it is not taken for the type that is wrong.
    void reply.header('Accept-Encoding', 'identity');
    return new UnsupportedMediaType('Bodies are taken as they are: no content coding is undone.');
  }
  const faults = faultsIn(url);
  return faults.length > 0 ? new InvalidInput(faults) : undefined;
}

/**
 * Whether it is clear which host is meant (RFC 9112, section 3.2): of two, a proxy in front of us may have taken the other.
 * None is named by HTTP/1.0, nor by who asks for what has no authority.
 */
function hasOneHost({ httpVersion, headersDistinct }: IncomingMessage): boolean {
  const { host: hosts = [] } = headersDistinct;
  if (hosts.length === 0) return httpVersion !== '1.1';
  return hosts.length === 1 && HOST.test(hosts[0] ?? '');
}

/** A GET's body means nothing (RFC 9110, section 9.3.1), and neither does how it is coded. */
function isBodyRead({ method, raw }: FastifyRequest): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': transfer } = raw.headers;
  return method !== 'GET' && method !== 'HEAD' && (length !== '0' || transfer !== undefined);
}

/** The fields of a query whose percent-encoding stands for no UTF-8: they would be read as they are written. */
function faultsIn(url: string): FieldError[] {
  const start = url.indexOf('?');
  if (start === -1) return [];
  const names = url
    .slice(start + 1)
    .split('&')
    .filter((pair) => decoded(pair) === undefined)
    .map((pair) => pair.split('=')[0] ?? '');
  return [...new Set(names)].map((name) => ({
    pointer: pointerOf([decoded(name) ?? name]),
    code: 'encoding',
    message: 'must be percent-encoded UTF-8',
  }));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
