import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { completeConfig, exitWithError, loadConfig, newPrivateKey, settingsTable, type StripeAccess } from '#config';
import { migrate, withDatabase } from '#database';
import { errorCatalogue } from '#http';
import { createServer } from './server.js';
import { describeApi } from './documents/documents.js';
import { errorsPage } from './documents/errors-page.js';

/**
 * `npm run documents` writes what partners integrate by – openapi.json, schema.graphql, the lists of errors and of
 * settings – out of the code; `npm run documents -- --check` fails when the files are not what the code says.
 */
const ROOT = new URL('../../../../', import.meta.url);
const NOWHERE: StripeAccess = {
  secretKey: 'sk_test_documents',
  publishableKey: 'pk_test_documents',
  webhookSecret: 'whsec_documents',
  apiBase: 'http://localhost:1',
  clientApiBase: 'http://localhost:1',
  mode: 'sandbox',
};

async function documents(databaseUrl: string): Promise<Map<string, string>> {
  const read = loadConfig({ PUBLIC_URL: 'http://localhost:3000', LOG_LEVEL: 'error' });
  const config = completeConfig(read, { databaseUrl, jwtPrivateKeys: [newPrivateKey()], stripe: NOWHERE });
  // The rooms read their tables as they start: on a fresh machine there are none yet.
  await migrate(config.database);
  const app = await createServer(config, 'none');
  try {
    return new Map([
      ['openapi.json', `${JSON.stringify(describeApi(app, config), null, 2)}\n`],
      ['schema.graphql', `${printSchema(lexicographicSortSchema(app.get(GraphQLSchemaHost).schema))}\n`],
      ['docs/errors.md', errorsPage(errorCatalogue())],
      ['docs/configuration.md', settingsTable()],
    ]);
  } finally {
    await app.close();
  }
}

async function drifted(name: string, text: string): Promise<boolean> {
  const kept = await readFile(fileURLToPath(new URL(name, ROOT)), 'utf8').catch(() => '');
  return kept !== text;
}

async function main(): Promise<void> {
  const wanted = await withDatabase(loadConfig(), documents);
  for (const [name, text] of wanted) {
    if (!(await drifted(name, text))) continue;
    if (process.argv.includes('--check')) {
      process.stdout.write(`${name} is not what the code says: run npm run documents\n`);
      process.exitCode = 1;
    } else {
      await writeFile(fileURLToPath(new URL(name, ROOT)), text);
      process.stdout.write(`${name} written\n`);
    }
  }
}

await main().catch(exitWithError);
