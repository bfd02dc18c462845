import { Injectable } from '@nestjs/common';
import type { Principal } from '#auth';
import { Clock, newId } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { CreateReviewDto, ReviewDto } from '#contracts/reviews.dto.js';
import { Database, violates } from '#database';
import { Events } from '#events';
import { Cursors, NotFound, toCount, type KeysetPage } from '#http';
import { AlreadyReviewed, StayNotCompleted } from './reviews.errors.js';
import {
  countRating,
  countReviews,
  insertReview,
  latestReviews,
  reviewsByIds,
  stayOfGuest,
  wasPublished,
  type PlaceInReviews,
  type ReviewRow,
} from './reviews.queries.js';

/** What guests say of their stays. */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /**
   * Reviews the guest's own completed stay, and counts its rating.
   * @throws NotFound, StayNotCompleted, AlreadyReviewed
   */
  async create(user: Principal, bookingId: string, input: CreateReviewDto): Promise<ReviewDto> {
    try {
      return await this.get(await this.#write(user, bookingId, input));
    } catch (error) {
      if (violates(error, 'reviews_once')) throw new AlreadyReviewed('There is one review of a stay.');
      throw error;
    }
  }

  /** One review. */
  async get(id: string): Promise<ReviewDto> {
    const review = (await this.byIds([id])).get(id);
    if (!review) throw new NotFound('There is no such review.');
    return review;
  }

  /** A property's reviews, the latest first. */
  async list(propertyId: string, { limit, cursor }: PageQuery): Promise<KeysetPage<ReviewDto>> {
    if (!(await this.database.firstRow(wasPublished(propertyId)))) throw new NotFound('There is no such property.');
    const after = this.cursors.read<PlaceInReviews>(listOf(propertyId), cursor);
    return this.#page(propertyId, await this.database.rows(latestReviews([propertyId], after, limit + 1)), limit);
  }

  /** A page of reviews of each property, in one statement. The cursor is that of one property's page. */
  async byProperties(
    propertyIds: readonly string[],
    limit: number,
    cursor?: string,
  ): Promise<Map<string, KeysetPage<ReviewDto>>> {
    const afters = propertyIds.map((id) => this.cursors.read<PlaceInReviews>(listOf(id), cursor));
    const found = await this.database.rows(latestReviews(propertyIds, afters[0], limit + 1));
    const byProperty = Map.groupBy(found, ({ propertyId }) => propertyId);
    return new Map(propertyIds.map((id) => [id, this.#page(id, byProperty.get(id) ?? [], limit)]));
  }

  /** How many reviews each property has, in one statement. */
  async countsByProperties(propertyIds: readonly string[]): Promise<Map<string, CountDto>> {
    const counted = await this.database.rows(countReviews(propertyIds));
    return new Map(counted.map(({ propertyId, number }) => [propertyId, toCount(number)]));
  }

  /** Reviews by id. */
  async byIds(ids: readonly string[]): Promise<Map<string, ReviewDto>> {
    const found = await this.database.rows(reviewsByIds(ids));
    return new Map(found.map((row) => [row.id, reviewView(row)]));
  }

  async #write(user: Principal, bookingId: string, { rating, comment }: CreateReviewDto): Promise<string> {
    return this.database.transaction(async (tx) => {
      const stay = await stayOfGuest(tx, bookingId, user.id);
      if (!stay) throw new NotFound('There is no such booking.');
      if (stay.status !== 'completed') throw new StayNotCompleted(`The booking is ${stay.status}.`);
      const { propertyId, authorName } = stay;
      const id = newId();
      const createdAt = this.clock.now();
      await insertReview(tx, { id, propertyId, bookingId, authorId: user.id, authorName, rating, comment, createdAt });
      await countRating(tx, propertyId, rating);
      await this.events.publish(tx, 'review.published', id, {
        reviewId: id,
        bookingId,
        propertyId,
        authorId: user.id,
        rating,
      });
      return id;
    });
  }

  #page(propertyId: string, found: ReviewRow[], limit: number): KeysetPage<ReviewDto> {
    const page = this.cursors.page(listOf(propertyId), found, limit, ({ createdAt, id }) => [
      createdAt.toISOString(),
      id,
    ]);
    return page.map(reviewView);
  }
}

/** A cursor of one property's reviews is none of another's. */
function listOf(propertyId: string): string {
  return `reviews:${propertyId}`;
}

function reviewView({ rating, ...row }: ReviewRow): ReviewDto {
  return { ...row, ...(rating !== null && { rating }) };
}
