import type { FastifyInstance, FastifyRequest } from 'fastify';
import getRawBody from 'raw-body';
import { Malformed, TooLarge, Unavailable, UnsupportedMediaType } from '../problems/common-errors.js';

const IMAGES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];
const RETRY_AFTER_SECONDS = 2;

/** Where images are taken, and how many. */
interface ImageRoute {
  /** as it is written, such as `/v1/users/me/photo` */
  url: string;
  limitBytes: number;
  /** how many may come in, or wait to be looked at, at the same time; of one sender it is one */
  places: number;
  /** who sends it; the body of someone who will be refused is not even read */
  senderOf: (request: FastifyRequest) => string | undefined;
}

/**
 * Has one route take images, whole, as a `Buffer`; its other bodies, and those of all other routes, keep their limit. Each
 * holds its place until it is answered, so that no more bytes than `places` × `limitBytes` are ever kept for them.
 */
export function takeImages(server: FastifyInstance, { url, limitBytes, places, senderOf }: ImageRoute): void {
  const held = new Map<FastifyRequest, string>();
  server.addHook('onResponse', (request, _reply, done) => {
    held.delete(request);
    done();
  });
  server.addContentTypeParser(IMAGES, async (request: FastifyRequest) => {
    if (request.routeOptions.url !== url) throw new UnsupportedMediaType('Images are not taken here; send JSON.');
    const sender = senderOf(request);
    if (sender === undefined) return undefined;
    if (held.size >= places || [...held.values()].includes(sender))
      throw new Unavailable('Too many images come in at this moment.', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    held.set(request, sender);
    return await wholeBody(request, limitBytes);
  });
}

/** @throws TooLarge as soon as it is known, Malformed where the body breaks off */
async function wholeBody({ raw }: FastifyRequest, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(raw, { limit, length: raw.headers['content-length'] });
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'entity.too.large')
      throw new TooLarge(`An image has at most ${limit} bytes.`);
    throw new Malformed('The body has not come in whole.');
  }
}
