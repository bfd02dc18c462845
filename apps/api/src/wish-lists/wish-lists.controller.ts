import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  CreateWishListInput,
  UpdateWishListInput,
  WishListDto,
  WishListLinkDto,
  WishListPageDto,
} from '#contracts/wish-lists.dto.js';
import {
  Created,
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  NotIdempotent,
  Problems,
  Unauthenticated,
  type Versions,
} from '#http';
import { TooManyWishLists, WishListNameTaken } from './wish-lists.errors.js';
import { WishListsService } from './wish-lists.service.js';

/** A person's lists of places. */
@ApiTags('wish lists')
@Controller('v1/wish-lists')
@Problems(InvalidInput, Unauthenticated)
export class WishListsController {
  constructor(private readonly lists: WishListsService) {}

  @Post()
  @Created('/v1/wish-lists')
  @ApiOperation({ operationId: 'createWishList', summary: 'Begin a list of places' })
  @Problems(WishListNameTaken, TooManyWishLists)
  create(@CurrentUser() user: Principal, @Body() input: CreateWishListInput): Promise<WishListDto> {
    return this.lists.create(user, input);
  }

  @Get()
  @ApiOperation({ operationId: 'listWishLists', summary: 'List your lists of places, the latest first' })
  @ApiOkResponse({ type: WishListPageDto })
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<WishListDto>> {
    return this.lists.list(user, page);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getWishList', summary: 'Read what a list of yours is called, and what it is for' })
  @Problems(NotFound)
  find(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<WishListDto> {
    return this.lists.find(user, id);
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updateWishList', summary: 'Change what is given, and leave the rest' })
  @Problems(NotFound, WishListNameTaken)
  update(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() input: UpdateWishListInput,
  ): Promise<WishListDto> {
    return this.lists.update(user, id, versions, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteWishList', summary: 'Do away with a list' })
  @Problems(NotFound)
  delete(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.lists.delete(user, id);
  }

  @Post(':id/share')
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  @NotIdempotent('its answer holds a secret link, and those are never stored')
  @ApiOperation({
    operationId: 'shareWishList',
    summary: 'Make a link by which anyone reads a list',
    description: 'It is told this once. A link that was made before leads nowhere from then on.',
  })
  @Problems(NotFound)
  share(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<WishListLinkDto> {
    return this.lists.share(user, id);
  }

  @Delete(':id/share')
  @HttpCode(204)
  @ApiOperation({ operationId: 'unshareWishList', summary: 'Have the link of a list lead nowhere' })
  @Problems(NotFound)
  unshare(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.lists.unshare(user, id);
  }
}
