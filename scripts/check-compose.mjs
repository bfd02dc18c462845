// Tries docker-compose.yml out: builds the image, starts everything, and has a stay booked, paid and told of through
// nginx while an API process and the worker die and are started again. A project of its own on ports of its own, removed in
// the end. It never reads what is set for the real one, in .env or in the environment: mail is caught, Stripe a sandbox.
// Needs Docker with Compose, 2.20.2 or newer.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const ports = { HTTP_PORT: '18080', MAIL_PORT: '18025', SANDBOX_PORT: '18111' };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWT_PRIVATE_KEYS = privateKey.export({ type: 'pkcs8', format: 'pem' });
const cwd = new URL('..', import.meta.url);
const settings = readFileSync(new URL('docker-compose.yml', cwd), 'utf8').matchAll(/\$\{(\w+)/g);
const others = Object.fromEntries([...settings].map(([, name]) => [name, undefined]));
const env = { ...process.env, ...others, ...ports, JWT_PRIVATE_KEYS };
const docker = (...args) =>
  execFileSync('docker', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const project = ['--project-name', 'roost-check', '--file', 'docker-compose.yml', '--env-file', '/dev/null'];
const compose = (...args) => docker('compose', ...project, ...args);

async function call(method, path, body, token, base = `http://localhost:${ports.HTTP_PORT}`) {
  const json = body !== undefined && !(body instanceof URLSearchParams);
  const headers = {
    ...(json && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(path === '/v1/bookings' && { 'idempotency-key': randomUUID() }),
  };
  const response = await fetch(`${base}${path}`, { method, headers, body: json ? JSON.stringify(body) : body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function until(what, look) {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
    if (await look()) return console.log(`ok: ${what}`);
  }
  throw new Error(`Waited a minute in vain: ${what}`);
}

const account = async (firstName) => {
  const email = `${firstName.toLowerCase()}@example.com`;
  const body = { email, password: 'the garden side is quiet', firstName, lastName: 'Check' };
  return (await call('POST', '/v1/auth/register', body)).accessToken;
};
const day = (ahead) => new Date(Date.now() + ahead * 864e5).toISOString().slice(0, 10);

/** What `docker kill` ends stays ended: Docker starts again only what has died by itself, as it has for all that Docker knows. */
function die(container) {
  const pid = docker('inspect', '--format={{.State.Pid}}', container).trim();
  const program = `process.kill(${pid}, 'SIGKILL')`;
  docker('run', '--rm', '--pid=host', '--user=root', '--no-healthcheck', 'roost', 'node', '--eval', program);
}

const startedAgain = (container) => {
  const state = docker('inspect', '--format={{.RestartCount}} {{.State.Health.Status}}', container).trim();
  return /^[1-9]\d* healthy$/.test(state);
};

async function stay() {
  const [host, guest] = [await account('Hanna'), await account('Gil')];
  const { id: propertyId } = await call(
    'POST',
    '/v1/properties',
    {
      title: 'Brownstone by the park',
      description: 'Two quiet rooms on the garden side, five minutes from the capitol.',
      type: 'apartment',
      roomType: 'entire_place',
      address: { line1: '1 State Street', city: 'Albany', region: 'New York', postalCode: '12207', country: 'US' },
      location: { latitude: 42.6526, longitude: -73.7562 },
      capacity: { guests: 4, bedrooms: 2, beds: 3, bathrooms: 1 },
      amenities: ['wifi'],
      pricing: { nightly: { amount: 10_000, currency: 'USD' } },
      rules: { bookingMode: 'instant', minNights: 1, maxNights: 30, cancellationPolicy: 'moderate' },
    },
    host,
  );
  await call('POST', `/v1/properties/${propertyId}/publish`, undefined, host);
  const search = `/v1/search?place=Albany&checkIn=${day(10)}&checkOut=${day(13)}&guests=2`;
  await until('the place is found', async () =>
    (await call('GET', search)).data.some(({ property }) => property.id === propertyId),
  );

  die('roost-check-api-1');
  const body = { propertyId, checkIn: day(10), checkOut: day(13), guests: { adults: 2 } };
  const { id: quoteId } = await call('POST', '/v1/quotes', body, guest);
  const { id, payment } = await call('POST', '/v1/bookings', { quoteId }, guest);
  const { apiBase, publishableKey } = await call('GET', '/v1/payments/config');
  die('roost-check-worker-1');
  const card = new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: payment.clientSecret });
  await call('POST', `/v1/payment_intents/${payment.paymentIntentId}/confirm`, card, publishableKey, apiBase);
  await until(
    'it is booked and paid',
    async () => (await call('GET', `/v1/bookings/${id}`, undefined, guest)).status === 'confirmed',
  );
  const catcher = `http://localhost:${ports.MAIL_PORT}`;
  await until(
    'four letters are caught',
    async () => (await call('GET', '/api/v1/messages', undefined, undefined, catcher)).total >= 4,
  );
  for (const container of ['roost-check-api-1', 'roost-check-worker-1'])
    await until(`${container} has been started again and is healthy`, () => startedAgain(container));
}

try {
  const began = Date.now();
  compose('up', '--build', '--detach', '--wait');
  console.log(`ok: everything is healthy, after ${Math.round((Date.now() - began) / 1000)} s`);
  await stay();
} finally {
  compose('down', '--volumes', '--timeout', '30');
}
