import { z } from 'zod';
import { testConfig, TestServer, type Person, type TestApp } from '#testing';

const claims = z.object({ iss: z.string() });

/** Makes access tokens with the application's own key, of people whom nobody has seen. */
export async function tokenMaker(app: TestApp, { token }: Person): Promise<{ next(): string; stop(): Promise<void> }> {
  const [, payload = ''] = token.split('.');
  const { iss } = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  const settings = { JWT_PRIVATE_KEYS: await app.secret('jwt-private-keys'), PUBLIC_URL: iss };
  const server = await TestServer.start({ config: testConfig(app.database.url, settings) });
  return { next: () => server.tokenOf(), stop: () => server.app.close() };
}
