import { Module, type DynamicModule } from '@nestjs/common';
import type { AppConfig } from './config.js';

/** Injects the configuration: `@Inject(CONFIG) private readonly config: AppConfig`. */
export const CONFIG = Symbol('CONFIG');

/** Gives the configuration, read once before the application was made, to every module. */
@Module({})
export class ConfigModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
