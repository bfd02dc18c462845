import type { DynamicModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import { CONFIG, type AppConfig } from '#config';
import { ArgumentPointers } from './argument-pointers.interceptor.js';
import { errorFormatter } from './errors.js';
import { FreshLoaders } from './fresh-loaders.interceptor.js';
import { limitHooks } from './hooks.js';
import { InstantScalar } from './instant.scalar.js';
import { limitRules } from './limits.js';
import { NodesResolver } from './nodes.resolver.js';
import { answerAsAsked, assertPost, leaveOutNulls } from './requests.js';

class GraphqlDoor {}

/** GraphQL over the same services: Mercurius with JIT, one schema from the contract classes. */
export function graphqlModule(): DynamicModule {
  return {
    module: GraphqlDoor,
    imports: [mercurius()],
    providers: [
      InstantScalar,
      NodesResolver,
      { provide: APP_INTERCEPTOR, useClass: FreshLoaders },
      { provide: APP_INTERCEPTOR, useClass: ArgumentPointers },
    ],
  };
}

function mercurius(): DynamicModule {
  return GraphQLModule.forRootAsync<MercuriusDriverConfig>({
    driver: MercuriusDriver,
    inject: [CONFIG],
    useFactory: ({ graphql }: AppConfig) => ({
      autoSchemaFile: true,
      sortSchema: true,
      path: '/graphql',
      graphiql: false,
      jit: 1,
      allowBatchedQueries: false,
      csrfPrevention: true,
      additionalRouteOptions: { preValidation: leaveOutNulls, preHandler: assertPost, onSend: answerAsAsked },
      graphql: { parseOptions: { maxTokens: graphql.maxTokens } },
      validationRules: [...limitRules(graphql), ...(graphql.introspection ? [] : [NoSchemaIntrospectionCustomRule])],
      hooks: limitHooks(graphql),
      errorFormatter: errorFormatter(graphql.introspection),
      context: (request: FastifyRequest) => ({ req: request }),
    }),
  });
}
