import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, testConnection } from '#testing';
import { sqlMigrations } from './migrate.js';
import { migrate } from './orm.js';

describe('migrate', () => {
  it('can be run by several processes at once, and again: each migration is done once', async () => {
    const url = await createDatabase(`roost_${randomBytes(8).toString('hex')}`);
    await Promise.all([migrate(testConnection(url)), migrate(testConnection(url)), migrate(testConnection(url))]);
    await migrate(testConnection(url));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT name FROM mikro_orm_migrations ORDER BY id');
    await client.end();
    expect(rows.map(({ name }) => name)).toEqual((await sqlMigrations()).map(({ name }) => name));
  });
});
