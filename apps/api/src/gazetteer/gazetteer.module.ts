import { Module } from '@nestjs/common';
import { GazetteerController } from './gazetteer.controller.js';
import { GazetteerResolver } from './gazetteer.resolver.js';
import { GazetteerService } from './gazetteer.service.js';

/** Cities of the world by their names (data/gazetteer). */
@Module({
  controllers: [GazetteerController],
  providers: [GazetteerService, GazetteerResolver],
  exports: [GazetteerService],
})
export class GazetteerModule {}
