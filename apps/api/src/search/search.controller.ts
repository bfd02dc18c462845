import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { SearchPageDto } from '#contracts/search-results.dto.js';
import { SearchQuery } from '#contracts/search.dto.js';
import { InvalidInput, Problems, RateLimit } from '#http';
import { SearchService } from './search.service.js';

/** Finding places. */
@ApiTags('search')
@Controller('v1/search')
export class SearchController {
  constructor(private readonly service: SearchService) {}

  @Get()
  @Public()
  @RateLimit('search')
  @ApiOperation({ operationId: 'searchProperties', summary: 'Find places, free for your dates, with what they cost' })
  @Problems(InvalidInput)
  search(@Query() query: SearchQuery): Promise<SearchPageDto> {
    return this.service.search(query, query);
  }
}
