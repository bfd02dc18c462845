import { Module } from '@nestjs/common';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsResolver } from './reviews.resolver.js';
import { ReviewsService } from './reviews.service.js';
import { holdsReviews } from './reviews.personal-data.js';

/** What guests say of their stays. */
@Module({
  controllers: [ReviewsController],
  providers: [ReviewsService, ReviewsResolver, holdsReviews],
})
export class ReviewsModule {}
