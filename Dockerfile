# Two stages: the first installs what the lock file pins, the second holds only that and the code.
FROM python:3.13-slim AS install
RUN python -m venv /venv
# requirements-s3.lock is the same with what files in a bucket need.
ARG LOCK=requirements.lock
COPY ${LOCK} requirements.lock
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PLAYGROUND_DATA_DIR=/data STATIC_ROOT=/app/collected HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=install /venv /venv
COPY manage.py pyproject.toml ./
COPY playground playground
COPY templates templates
COPY static static
# Static files are part of the image; what changes lies in /data alone.
RUN useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin playground \
    && mkdir /data \
    && PLAYGROUND_DATA_DIR=/tmp/build python manage.py collect \
    && rm -r /tmp/build \
    && python -m compileall -q playground \
    && chown playground:playground /data
USER playground
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"]
# Longer than DRAIN_SECONDS: a stopping process lets its runs end first.
STOPSIGNAL SIGTERM
CMD ["python", "manage.py", "serve"]
