# The site in a container: `docker compose up` makes and starts it (docs/operators.md).
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/newsroom HOST=0.0.0.0
WORKDIR /srv/newsroom

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY manage.py ./
COPY newsroom newsroom
COPY people people
COPY articles articles
COPY seeds seeds

RUN useradd --system --create-home newsroom && mkdir -p /var/newsroom && chown newsroom /var/newsroom
USER newsroom
VOLUME /var/newsroom
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "manage.py", "run_site"]
