# syntax=docker/dockerfile:1
# Three stages: `build` builds the app, `tools` has the commands of `npm run`, `server` runs the desk (docs/deploy.md).
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
COPY scripts/openapi/package.json scripts/openapi/
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN STANDALONE=true npm run build \
  # Debian uses the GNU C library, so the driver for musl is never loaded.
  && rm -rf .next/standalone/node_modules/@libsql/linux-*-musl

FROM build AS tools
ENV NODE_ENV=production DATA_DIR=/data
ENTRYPOINT ["npm", "run"]

FROM node:24-bookworm-slim AS server
WORKDIR /app
# HOSTNAME is where the server listens; Docker sets it to the container's own name.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 DATA_DIR=/data
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm, which exits at a signal without waiting for the server to stop cleanly.
CMD ["node", "server.js"]
