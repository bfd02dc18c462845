import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logFolder } from './log.js';
import { leaksIn, leaksOfRun, SecretsSeen } from './secrets-seen.js';

const TOKEN = 'f3l9-Qw_7sYt1mZx0aBc';
const JWT = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.${'s1g-'.repeat(20)}x`;

describe('secrets that tests have seen', () => {
  it('are noted out of what is sent and answered, however deep', () => {
    const seen = new SecretsSeen();
    seen.in({
      sent: { variables: { input: { password: 'a long enough password' } }, title: 'no secret at all, this' },
      answered: { data: { recoveryCodes: ['aaaaa-bbbbb-ccccc'], items: [{ token: TOKEN }] }, code: '123456' },
      cookies: [`__Host-x=${TOKEN}c; Path=/`, 'gone=; Max-Age=0'],
    });
    expect(new Set(seen.all)).toEqual(new Set(['a long enough password', 'aaaaa-bbbbb-ccccc', TOKEN, `${TOKEN}c`]));
  });

  it('are found in a log, in whatever they are', () => {
    const secrets = [TOKEN, JWT, 'a long enough password'];
    expect(leaksIn(`{"msg":"nothing of ${TOKEN}c, or ${JWT.slice(0, 30)}"}`, secrets)).toEqual([]);
    expect(leaksIn(`{"url":"/v1?token=${TOKEN}&x=1"}`, secrets)).toEqual(['f3l9-Qw_7sYt…']);
    expect(leaksIn(`Bearer ${JWT}`, secrets)).toEqual(['eyJhbGciOiJF…']);
    expect(leaksIn('{"password":"a long enough password"}', secrets)).toEqual(['a long enoug…']);
  });
});

describe('the logs of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leaks-'));
    await mkdir(logFolder(folder));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('are looked through for what any test has noted, and for what all have', async () => {
    const seen = new SecretsSeen();
    seen.in({ sent: {}, answered: { accessToken: TOKEN }, cookies: [] });
    await seen.note(folder);
    await writeFile(join(logFolder(folder), 'quiet.log'), 'nothing');
    expect(await leaksOfRun(folder)).toEqual([]);
    await writeFile(join(logFolder(folder), 'one.log'), `{"msg":"${TOKEN}"}`);
    await writeFile(join(logFolder(folder), 'two.log'), 'card 4242424242424242');
    expect(await leaksOfRun(folder)).toEqual(['f3l9-Qw_7sYt…', '4242424242424242']);
  });
});
