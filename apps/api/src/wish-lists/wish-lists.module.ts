import { Module } from '@nestjs/common';
import { PricingModule } from '../pricing/pricing.module.js';
import { SharedWishListsController } from './shared-wish-lists.controller.js';
import { SharedWishListsResolver } from './shared-wish-lists.resolver.js';
import { WishListPropertiesController } from './wish-list-properties.controller.js';
import { WishListPropertiesResolver } from './wish-list-properties.resolver.js';
import { WishListPropertiesService } from './wish-list-properties.service.js';
import { WishListsController } from './wish-lists.controller.js';
import { holdsWishLists } from './wish-lists.personal-data.js';
import { WishListsResolver } from './wish-lists.resolver.js';
import { WishListsService } from './wish-lists.service.js';
import './wish-list-terms.js';

/** Lists of places that people keep for later. */
@Module({
  imports: [PricingModule],
  controllers: [WishListsController, WishListPropertiesController, SharedWishListsController],
  providers: [
    WishListsService,
    WishListsResolver,
    WishListPropertiesService,
    WishListPropertiesResolver,
    SharedWishListsResolver,
    holdsWishLists,
  ],
})
export class WishListsModule {}
