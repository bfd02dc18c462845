import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Public } from '#auth';
import { IsNested } from '#contracts/validators/nested.js';
import { SearchResultDto } from '#contracts/search-results.dto.js';
import { SearchDto } from '#contracts/search.dto.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { RateLimit } from '#http';
import { SearchService } from './search.service.js';

const SearchConnection = connectionOf(SearchResultDto, 'Search');

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
  async search(@Args() { input, first, after }: SearchArgs): Promise<Connection<SearchResultDto>> {
    const page = await this.service.page(input, { limit: first, cursor: after });
    return toConnection(page, after, () => this.service.count(input));
  }
}
