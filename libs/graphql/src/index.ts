export { connectionOf, ConnectionArgs, PageInfo, toConnection, type Connection } from './connections.js';
export { graphqlModule } from './graphql.module.js';
export { NodesOf } from './node-source.decorator.js';
export { batch, type GraphqlContext } from './loaders.js';
