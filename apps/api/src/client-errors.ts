import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '#auth';
import {
  closeUnlessRead,
  HeadersTooLarge,
  Malformed,
  RequestTimeout,
  TooLarge,
  toProblem,
  type DomainError,
  type ProblemFilter,
} from '#http';
import { wholeRequestsAnswered } from './unanswered.js';

/** What Node's HTTP parser could not take, before there is a request; all else is malformed. */
const REFUSALS: Record<string, DomainError> = {
  HPE_HEADER_OVERFLOW: new HeadersTooLarge('The headers have more bytes than are taken.'),
  ERR_HTTP_REQUEST_TIMEOUT: new RequestTimeout('Send the request whole, and sooner.'),
};
const MALFORMED = new Malformed('That is no request of HTTP/1.1.');

/** Connections that have been refused: what comes on them still is none of ours. */
const refused = new WeakSet<Socket>();

/** Answers a connection whose bytes are no HTTP request with a problem document, after what came before, and closes it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) socket.destroy();
  else if (!refused.has(socket)) void refuse(socket, REFUSALS[error.code ?? ''] ?? MALFORMED);
}

async function refuse(socket: Socket, refusal: DomainError): Promise<void> {
  refused.add(socket);
  await wholeRequestsAnswered(socket);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status } = refusal.kind;
  const body = JSON.stringify(toProblem(refusal));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  // Not only our side of it: what came then would still be read, and a request that has been refused would be done.
  socket.end([...head, '', body].join('\r\n'), () => socket.destroy());
}

/**
 * Answers a path that the router could not take – badly encoded, or with too long a part – with a problem document.
 * @param admission counts the request, which comes by no hook; what it throws is answered instead
 */
export async function answerPathError(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
  problems: ProblemFilter,
  admission: Admission,
): Promise<void> {
  const refusal = await admission.admit(request, reply).then(
    () => error,
    (refused: unknown) => refused,
  );
  await closeUnlessRead(request, reply);
  problems.answer(refusal, request, reply);
}

/** The refusal of a URL of more than `mostBytes` bytes; undefined for a shorter one. What Node takes as a URL is ASCII. */
export function refusalOfLongUrl(url: string, mostBytes: number): TooLarge | undefined {
  if (url.length <= mostBytes) return undefined;
  return new TooLarge(`The URL has ${url.length} bytes; at most ${mostBytes} are taken.`);
}
