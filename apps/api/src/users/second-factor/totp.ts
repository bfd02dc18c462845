import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of each code (RFC 6238, section 5.2). */
const STEP_MS = 30_000;
const DIGITS = 6;
/** By how many steps a phone's clock may be behind, or ahead (RFC 6238, section 6). */
const DRIFT_STEPS = 1;

/** The step that an instant is in, counted from 1970. */
export function stepAt(instant: Date): number {
  return Math.floor(instant.getTime() / STEP_MS);
}

/**
 * The code of a step (RFC 6238 with SHA-1, as every authenticator app has it; RFC 4226, section 5.3).
 * @param secret 20 bytes
 */
export function codeOf(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  const truncated = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

/**
 * The step that a code is of: the present one, or the one before or after it, as clocks differ; undefined when it is of
 * none of them. Of several it is the latest, so that no code counts once more under another step.
 */
export function stepOf(code: string, secret: Buffer, now: Date): number | undefined {
  const present = stepAt(now);
  const steps = Array.from({ length: 2 * DRIFT_STEPS + 1 }, (_, index) => present + DRIFT_STEPS - index);
  return steps.find((step) => isEqual(codeOf(secret, step), code));
}

function isEqual(one: string, other: string): boolean {
  const [bytes, others] = [Buffer.from(one), Buffer.from(other)];
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}
