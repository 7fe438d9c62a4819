# syntax=docker/dockerfile:1
# The environment is made in one stage, and carried into a second one that has no tools in it.
# The uv commands are those of `make runtime`, which CI runs; tests/unit/test_deployment.py compares them.

FROM python:3.13-slim-bookworm AS builder
ENV UV_PROJECT_ENVIRONMENT=.venv \
    UV_PYTHON_DOWNLOADS=never \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
# The dependencies alone, since they change less often than the code.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project
COPY . .
RUN uv sync --frozen --no-dev

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="synclog" \
      org.opencontainers.image.description="Carries billing into QuickBooks Online, and logs what did not arrive" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin synclog
COPY --from=builder /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["synclog"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
