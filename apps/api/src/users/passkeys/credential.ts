import { z } from 'zod';
import type { PasskeyCredential } from '#contracts/passkeys.dto.js';
import { InvalidInput } from '#http';

const base64url = z.string().regex(/^[\w-]{1,20000}$/, 'must be base64url');
const envelope = { id: base64url, rawId: base64url, type: z.literal('public-key', 'must be public-key') };
const transports = z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).max(7);

const attestation = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    // Only a hint for browsers: what they may say in future must not keep anybody out.
    transports: transports.catch([]).default([]),
  }),
});

const assertion = z.object({
  ...envelope,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish().transform((handle) => handle ?? undefined),
  }),
});

export type Attestation = z.output<typeof attestation>;
export type Assertion = z.output<typeof assertion>;

/** A new passkey out of a field. @throws InvalidInput naming each wrong member */
export function readAttestation(credential: PasskeyCredential, field: string): Attestation {
  return read(attestation, credential, field);
}

/** The proof of a passkey out of a field. @throws InvalidInput naming each wrong member */
export function readAssertion(credential: PasskeyCredential, field: string): Assertion {
  return read(assertion, credential, field);
}

function read<Shape extends z.ZodType>(shape: Shape, credential: PasskeyCredential, field: string): z.output<Shape> {
  const { data, error } = shape.safeParse(credential);
  if (!error) return data;
  throw new InvalidInput(
    error.issues.map(({ path, code, message }) => ({ pointer: `/${[field, ...path].join('/')}`, code, message })),
  );
}

const clientData = z.object({ challenge: z.string(), crossOrigin: z.boolean().default(false) });

/** What the browser has signed for; undefined when it is none, or comes from a page within a page of others. */
export function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { data } = clientData.safeParse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()));
    return data && !data.crossOrigin ? data.challenge : undefined;
  } catch {
    return undefined;
  }
}
