import { Global, Module, type DynamicModule } from '@nestjs/common';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EntityManager, type EntityName, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Random } from '#clock';
import { Database } from './database.js';
import { ormOptions, type ConnectionSettings } from './orm.js';
import { PreparedStatements } from './prepared.js';

/** MikroORM and `Database` for everyone. */
@Global()
@Module({})
export class DatabaseModule {
  /** @param settings connections of this process @param entities every room's entities */
  static forRoot(settings: ConnectionSettings, entities: EntityName[]): DynamicModule {
    const prepared = new PreparedStatements();
    return {
      module: DatabaseModule,
      imports: [
        MikroOrmModule.forRootAsync({
          driver: PostgreSqlDriver,
          useFactory: async () => ({
            ...(await ormOptions(settings, entities, (pool) => prepared.use(pool))),
            registerRequestContext: false,
          }),
        }),
      ],
      providers: [
        {
          provide: Database,
          useFactory: (em: EntityManager, random: Random) =>
            new Database(em, random, settings.transactionTries, prepared),
          inject: [EntityManager, Random],
        },
      ],
      exports: [Database],
    };
  }
}
