import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Public } from '#auth';
import { IsNested } from '#contracts/validators/nested.js';
import { SearchCountDto, SearchResultDto } from '#contracts/search-results.dto.js';
import { SearchDto } from '#contracts/search.dto.js';
import { connectionOf, ConnectionArgs, toConnection } from '#graphql';
import { RateLimit } from '#http';
import { SearchService } from './search.service.js';

@ObjectType('SearchConnection', { description: 'A page of what was found.' })
class SearchConnection extends connectionOf(SearchResultDto, 'SearchResult') {
  @Field(() => SearchCountDto, { description: 'how many there are, counted to 1,000' })
  count!: SearchCountDto;
}

@ArgsType()
class SearchArgs extends ConnectionArgs {
  @Field(() => SearchDto, { defaultValue: {}, description: 'all places, when nothing is asked' })
  @IsNested(() => SearchDto)
  input!: SearchDto;
}

/** Finding places. */
@Resolver()
export class SearchResolver {
  constructor(private readonly service: SearchService) {}

  @Query(() => SearchConnection, { description: 'Find places, free for your dates, with what they cost.' })
  @Public()
  @RateLimit('search')
  async search(@Args() { input, first, after }: SearchArgs): Promise<SearchConnection> {
    const page = await this.service.search(input, { limit: first, cursor: after });
    return { ...toConnection(page), count: page.count };
  }
}
