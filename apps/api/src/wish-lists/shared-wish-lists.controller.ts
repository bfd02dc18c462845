import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  SharedWishListDto,
  SharedWishListPropertyPageDto,
  type SharedWishListPropertyDto,
} from '#contracts/wish-lists.dto.js';
import { InvalidInput, NotFound, Problems, RateLimit, Tagged } from '#http';
import { WishListPropertiesService } from './wish-list-properties.service.js';

const token = {
  name: 'token',
  description: 'out of the link',
  schema: { type: 'string', pattern: '^[\\w-]{43}$', example: 'q0gZ1xTbUu4aNm3kYwq8hS5vJd2Rf6Lc9Xe7Po1Ti0M' },
} as const;

/** Lists of places, for whoever has their links. */
@ApiTags('wish lists')
@Controller('v1/wish-lists/shared/:token')
@Public()
@Problems(InvalidInput, NotFound)
export class SharedWishListsController {
  constructor(private readonly places: WishListPropertiesService) {}

  @Get()
  @RateLimit('search')
  @Tagged()
  @Header('Referrer-Policy', 'no-referrer')
  @ApiParam(token)
  @ApiOperation({
    operationId: 'getSharedWishList',
    summary: 'Read a list by its link',
    description: 'Whose it is is not told, nor what they have noted.',
  })
  get(@Param('token') token: string): Promise<SharedWishListDto> {
    return this.places.shared(token);
  }

  @Get('properties')
  @RateLimit('search')
  @Header('Referrer-Policy', 'no-referrer')
  @ApiParam(token)
  @ApiOperation({
    operationId: 'listSharedWishListProperties',
    summary: 'List the places of a list that you have the link of, those put in last first',
  })
  @ApiOkResponse({ type: SharedWishListPropertyPageDto })
  list(@Param('token') token: string, @Query() page: PageQuery): Promise<Page<SharedWishListPropertyDto>> {
    return this.places.listShared(token, page);
  }
}
