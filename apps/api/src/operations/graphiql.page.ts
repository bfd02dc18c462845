/** GraphiQL, from our own server: it works where the internet does not. */
export const graphiqlPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Roost · GraphiQL</title>
    <link rel="stylesheet" href="/graphiql/graphiql.css" />
    <style>body { margin: 0 } #graphiql { height: 100vh }</style>
  </head>
  <body>
    <div id="graphiql">Loading…</div>
    <script src="/graphiql/react.js"></script>
    <script src="/graphiql/react-dom.js"></script>
    <script src="/graphiql/graphiql.js"></script>
    <script src="/graphiql/start.js"></script>
  </body>
</html>
`;

/** Starts it with a first query; an access token goes into the headers editor, which begins empty. */
export const graphiqlStart = `ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
    defaultQuery: '{\\n  search(input: { place: "Albany", guests: 2 }, first: 3) {\\n    nodes { property { title } nightly { amount currency } }\\n  }\\n}\\n',
    defaultHeaders: '{}',
    shouldPersistHeaders: false,
  }),
);
`;
