import { writeFile } from 'node:fs/promises';
import { StartupError } from '#config';
import { messageOf } from '#database';

const BEAT_MS = 5000;

/**
 * Writes `file` now and every 5 s: its age tells whether this process still turns, or hangs. It ends with the process.
 * @throws StartupError when it cannot be written
 */
export async function beat(file: string): Promise<void> {
  const write = () => writeFile(file, new Date().toISOString());
  await write().catch((error: unknown) => {
    throw new StartupError(`HEARTBEAT_FILE cannot be written: ${messageOf(error)}`);
  });
  // One that cannot be written later on grows old, and is noticed by that.
  setInterval(() => void write().catch(() => undefined), BEAT_MS).unref();
}
