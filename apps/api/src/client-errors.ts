import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '#auth';
import { closeUnlessRead, TooLarge, type ProblemFilter } from '#http';

/** What Node's HTTP parser could not take, before there is a request (RFC 9110: 400, 408, 431). */
const STATUS_BY_CODE: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers a connection whose bytes are no HTTP request with a problem document, and closes it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS_BY_CODE[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: title, code: 'malformed' });
  // Not only our side of it: what came then would still be read, and a request that has been refused would be done.
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
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
