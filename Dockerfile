# The build needs nothing from outside but Debian's packages. How to run the image: docs/container.md
ARG BASE=debian:trixie-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/setup scripts/
RUN scripts/setup --no-tests && rm -rf /var/lib/apt/lists/*
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY scripts/build scripts/
COPY engine engine
COPY cli cli
RUN scripts/build release -DAIORUN_TESTS=OFF && strip build/release/aiorun

FROM ${BASE}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates libcurl4t64 libfmt10 libre2-11 libspdlog1.15 libssl3t64 libyaml-cpp0.8 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin aiorun
COPY --from=build /src/build/release/aiorun /usr/local/bin/aiorun
WORKDIR /workflows
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/aiorun"]
CMD ["--help"]

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="aiorun" \
      org.opencontainers.image.description="Runs declarative YAML workflows with asyncio's concurrency" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="debian:trixie-slim"
