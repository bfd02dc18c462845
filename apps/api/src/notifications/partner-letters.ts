import type { Letter } from './letter.js';

/** What letters about an API key tell of it. */
export interface ToldKey {
  name: string;
  /** how it begins: what it is known by */
  prefix: string;
  organisation: string;
  expiresAt: Date | null;
}

const IF_NOT =
  'If that should not have happened, end the key now: Roost cannot tell whose hands it is in. Then look who owns the organisation.';

/** To owners: there is a new key. */
export function keyCreated(firstName: string, key: ToldKey, by: string): Letter {
  return letter(`A new API key of ${key.organisation}`, firstName, [
    `${by} has made an API key of ${key.organisation}.`,
    facts(key),
    IF_NOT,
  ]);
}

/** To owners: a key takes the place of another. @param until when the other one ends */
export function keyRotated(firstName: string, key: ToldKey, by: string, until: Date): Letter {
  return letter(`An API key of ${key.organisation} was rotated`, firstName, [
    `${by} has put a new API key of ${key.organisation} in the place of one, which counts until ${instant(until)}.`,
    facts(key),
    IF_NOT,
  ]);
}

/** To owners: a key counts no more. */
export function keyEnded(firstName: string, key: ToldKey, by: string): Letter {
  return letter(`An API key of ${key.organisation} was ended`, firstName, [
    `${by} has ended an API key of ${key.organisation}. Programs that use it are refused from now on.`,
    facts(key),
  ]);
}

/** To owners: a key will end by itself. */
export function keyExpiring(firstName: string, key: ToldKey): Letter {
  return letter(`An API key of ${key.organisation} is about to end`, firstName, [
    `An API key of ${key.organisation} ends soon. Rotate it before, so that the programs that use it go on.`,
    facts(key),
  ]);
}

function facts({ name, prefix, expiresAt }: ToldKey): string {
  return [`Key: ${name}`, `Begins with: ${prefix}`, ...(expiresAt ? [`Ends: ${instant(expiresAt)}`] : [])].join('\n');
}

/** Programs run anywhere: their owners are told times in UTC. */
function instant(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function letter(subject: string, firstName: string, paragraphs: string[]): Letter {
  return { subject, body: [`Hello ${firstName},`, ...paragraphs, 'Roost'].join('\n\n') + '\n' };
}
