# The server with everything it needs inside: no key, no network. docs/deployment.md shows how it is run.
FROM python:3.11-slim AS build

# The model of the embeddings is exported once, here, so that a container starts without it
ENV PATH=/opt/onrecord/bin:$PATH XDG_CACHE_HOME=/opt/cache PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY . .
# hadolint ignore=DL3013 # it is this folder, and pyproject.toml pins what matters
RUN python -m venv /opt/onrecord \
    && pip install '.[postgres]' \
    && python -c 'from onrecord.vectorstore.embedding.minilm import exported_graph; exported_graph()'

FROM python:3.11-slim

ENV PATH=/opt/onrecord/bin:$PATH XDG_CACHE_HOME=/opt/cache ONRECORD_HOME=/home/onrecord/archive ONRECORD_LOG_FORMAT=json
RUN useradd --create-home --uid 10001 onrecord && install --directory --owner=onrecord /home/onrecord/archive
COPY --from=build /opt/onrecord /opt/onrecord
COPY --from=build --chown=onrecord /opt/cache /opt/cache
USER 10001
WORKDIR /home/onrecord
VOLUME /home/onrecord/archive
EXPOSE 8765
# Starting up includes bringing the index up to date, which a large archive takes minutes for
HEALTHCHECK --interval=30s --timeout=5s --start-period=10m \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/readyz', timeout=4)"]
ENTRYPOINT ["onrecord"]
CMD ["serve", "--host", "0.0.0.0"]
