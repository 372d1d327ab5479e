# The site without its servers: compose.yaml brings Postgres and Valkey beside it.
FROM python:3.12-slim AS build
WORKDIR /app
# CPU builds of PyTorch are a tenth of the size: pass the index that PyTorch's install page names.
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1
COPY bootstrap bootstrap
COPY requirements.txt constraints.txt package.json package-lock.json build.mjs ./
COPY bundles bundles
# The environment first, which changes seldom; then what is made of the translations.
RUN python -m bootstrap
COPY locale locale
RUN python -m bootstrap

FROM python:3.12-slim
WORKDIR /app
RUN useradd --uid 10001 --no-create-home rehearsal \
    && install -d -o rehearsal /data
COPY --from=build /app/.venv .venv
COPY . .
COPY --from=build /app/static/vendor static/vendor
COPY --from=build /app/locale locale
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    REHEARSAL_DATA=/data
# Collected while building, so that the running site writes nowhere but /data. The addresses are
# those of nothing: no database is asked for.
RUN DATABASE_URL=postgresql://none@none/none REDIS_URL=redis://none/0 SECRET_KEY=none \
    REHEARSAL_DATA=/tmp/build python manage.py collectstatic --no-input
USER rehearsal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--lifespan", "off", "--no-access-log"]
