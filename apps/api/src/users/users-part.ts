import type { ModuleMetadata } from '@nestjs/common';

/** What a part of this room brings into its module. */
export type UsersPart = Required<Pick<ModuleMetadata, 'controllers' | 'providers'>>;
