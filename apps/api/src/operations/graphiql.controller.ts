import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Controller, Get, Header, Inject, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#auth';
import { CONFIG, type AppConfig } from '#config';
import { NotFound } from '#http';
import { graphiqlPage, graphiqlStart } from './graphiql.page.js';

const { resolve } = createRequire(import.meta.url);

interface Asset {
  type: string;
  open: () => Readable;
}

/** A file of a package, also where its `exports` name only modules. */
const file = (type: string, library: string, path: string): Asset => ({
  type,
  open: () => createReadStream(join(dirname(resolve(`${library}/package.json`)), path)),
});

const ASSETS = new Map<string, Asset>([
  ['react.js', file('text/javascript', 'react', 'umd/react.production.min.js')],
  ['react-dom.js', file('text/javascript', 'react-dom', 'umd/react-dom.production.min.js')],
  ['graphiql.js', file('text/javascript', 'graphiql', 'graphiql.min.js')],
  ['graphiql.css', file('text/css', 'graphiql', 'graphiql.min.css')],
  ['start.js', { type: 'text/javascript', open: () => Readable.from(graphiqlStart) }],
]);

/** The GraphiQL page, where the schema may be asked for. */
@ApiExcludeController()
@Public()
@Controller('graphiql')
export class GraphiqlController {
  constructor(@Inject(CONFIG) private readonly config: AppConfig) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    this.#assertServed();
    return graphiqlPage;
  }

  @Get(':asset')
  asset(@Param('asset') name: string): StreamableFile {
    this.#assertServed();
    const asset = ASSETS.get(name);
    if (!asset) throw new NotFound('GraphiQL has no such part.');
    return new StreamableFile(asset.open(), { type: asset.type });
  }

  #assertServed(): void {
    if (!this.config.graphql.introspection) throw new NotFound('GraphiQL is not served here.');
  }
}
