import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import { SaveWishListPropertyInput, WishListPropertyDto, WishListPropertyPageDto } from '#contracts/wish-lists.dto.js';
import { IdPipe, InvalidInput, NotFound, Problems, Unauthenticated } from '#http';
import { WishListPropertiesService } from './wish-list-properties.service.js';
import { WishListFull } from './wish-lists.errors.js';

/** The places in a person's lists. */
@ApiTags('wish lists')
@Controller('v1/wish-lists/:id/properties')
@Problems(InvalidInput, Unauthenticated, NotFound)
export class WishListPropertiesController {
  constructor(private readonly places: WishListPropertiesService) {}

  @Get()
  @ApiOperation({
    operationId: 'listWishListProperties',
    summary: 'List the places of a list, those put in last first',
    description:
      'Where the list has dates, each place says whether it can be booked then, and at which total. A place that is not ' +
      'published any more stays in the list, and says so.',
  })
  @ApiOkResponse({ type: WishListPropertyPageDto })
  list(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<WishListPropertyDto>> {
    return this.places.list(user, id, page);
  }

  @Put(':propertyId')
  @ApiOperation({
    operationId: 'saveWishListProperty',
    summary: 'Put a place into a list, or note something else of it',
    description: 'The same again changes nothing. At most 1,000 places are in a list.',
  })
  @Problems(WishListFull)
  save(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) listId: string,
    @Param('propertyId', IdPipe) propertyId: string,
    @Body() input: SaveWishListPropertyInput,
  ): Promise<WishListPropertyDto> {
    return this.places.save(user, { listId, propertyId }, input);
  }

  @Delete(':propertyId')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteWishListProperty',
    summary: 'Take a place out of a list',
    description: 'One that is not in it is as well as taken out.',
  })
  delete(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) listId: string,
    @Param('propertyId', IdPipe) propertyId: string,
  ): Promise<void> {
    return this.places.delete(user, { listId, propertyId });
  }
}
