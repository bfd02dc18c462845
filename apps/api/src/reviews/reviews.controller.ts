import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Public, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { CreateReviewDto, ReviewDto, ReviewPageDto } from '#contracts/reviews.dto.js';
import { Created, IdPipe, InvalidInput, NotFound, Problems, Tagged, Unauthenticated } from '#http';
import { AlreadyReviewed, StayNotCompleted } from './reviews.errors.js';
import { ReviewsService } from './reviews.service.js';

/** What guests say of their stays. */
@ApiTags('reviews')
@Controller('v1')
export class ReviewsController {
  constructor(private readonly reviews: ReviewsService) {}

  @Post('bookings/:id/reviews')
  @Created('/v1/reviews')
  @Tagged()
  @ApiOperation({ operationId: 'createReview', summary: 'Review your completed stay' })
  @Problems(InvalidInput, Unauthenticated, NotFound, StayNotCompleted, AlreadyReviewed)
  create(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() input: CreateReviewDto,
  ): Promise<ReviewDto> {
    return this.reviews.create(user, id, input);
  }

  @Get('reviews/:id')
  @Public()
  @Tagged()
  @ApiOperation({ operationId: 'getReview', summary: 'Read a review' })
  @Problems(InvalidInput, NotFound)
  get(@Param('id', IdPipe) id: string): Promise<ReviewDto> {
    return this.reviews.get(id);
  }

  @Get('properties/:id/reviews')
  @Public()
  @ApiOperation({ operationId: 'listReviews', summary: 'List the reviews of a property, latest first' })
  @ApiOkResponse({ type: ReviewPageDto })
  @Problems(InvalidInput, NotFound)
  list(@Param('id', IdPipe) id: string, @Query() page: PageQuery): Promise<Page<ReviewDto>> {
    return this.reviews.list(id, page);
  }
}
