import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '#testing';
import { beat } from './heartbeat.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roost-heartbeat-'));
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'setImmediate', 'setTimeout'] });
});
afterEach(async () => {
  jest.useRealTimers();
  await rm(folder, { recursive: true });
});

describe('the heartbeat of a worker', () => {
  it('is there when it has begun, and again 5 s later', async () => {
    const file = join(folder, 'heartbeat');
    await beat(file);
    await rm(file);
    jest.advanceTimersByTime(5000);
    await waitFor('the next beat', () =>
      access(file).then(
        () => true,
        () => undefined,
      ),
    );
  });

  it('is missed in one line where it cannot be written', async () => {
    await expect(beat(join(folder, 'nowhere', 'heartbeat'))).rejects.toThrow(/^HEARTBEAT_FILE cannot be written: .+$/);
  });
});
