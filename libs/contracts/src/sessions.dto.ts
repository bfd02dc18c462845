import { Field, ID, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from './page.dto.js';
import { IsId } from './validators/codes.js';

/** A sign-in of yours that still goes on. */
@ObjectType('Session', { description: 'A sign-in of yours that still goes on.' })
export class SessionDto {
  /**
   * Identifier
   * @example 0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90
   */
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * What it is used with, as the client says of itself; null when that says nothing
   * @example Firefox on Linux
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  device!: string | null;

  /** Whether it is the one that this request comes from */
  current!: boolean;

  /**
   * When you signed in
   * @example 2026-11-21T09:30:00.000Z
   */
  createdAt!: Date;

  /**
   * When new tokens were last given out for it: to ten minutes, when it was last seen
   * @example 2026-11-21T10:20:00.000Z
   */
  lastSeenAt!: Date;

  /**
   * When it ends unless it is used
   * @example 2026-12-21T10:20:00.000Z
   */
  expiresAt!: Date;
}

/** One page of sessions, latest first. */
export class SessionPageDto extends pageOf(SessionDto) {}
