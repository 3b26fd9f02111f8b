/**
 * What the documentation of the images in docker-compose.yml says they take: environment variables, command-line flags,
 * ports and data folders. Sources: drachtio-server's docs/configuring page, the postgres and redis image pages.
 */
export const documented = {
  drachtio: {
    image: /^drachtio\/drachtio-server:0\.9\.\d+$/,
    environment: [
      "DRACHTIO_ADMIN_ADDRESS",
      "DRACHTIO_ADMIN_TCP_PORT",
      "DRACHTIO_ADMIN_TLS_PORT",
      "DRACHTIO_AGRESSIVE_NAT_DETECTION",
      "DRACHTIO_CONFIG_FILE_PATH",
      "DRACHTIO_CONSOLE_LOGGING",
      "DRACHTIO_HTTP_HANDLER_URI",
      "DRACHTIO_LOGLEVEL",
      "DRACHTIO_PROMETHEUS_SCRAPE_PORT",
      "DRACHTIO_SECRET",
      "DRACHTIO_SOFIA_LOGLEVEL",
      "DRACHTIO_TCP_KEEPALIVE_INTERVAL",
      "DRACHTIO_TLS_CERT_FILE",
      "DRACHTIO_TLS_CHAIN_FILE",
      "DRACHTIO_TLS_KEY_FILE",
      "DRACHTIO_UDP_MTU",
    ],
    flags: [
      "--contact",
      "--external-ip",
      "--loglevel",
      "--sofia-loglevel",
      "--port",
      "--secret",
      "--mtu",
      "--stdout",
    ],
  },
  postgres: {
    image: /^postgres:1[5-9]$/,
    environment: [
      "POSTGRES_PASSWORD",
      "POSTGRES_USER",
      "POSTGRES_DB",
      "POSTGRES_INITDB_ARGS",
      "POSTGRES_HOST_AUTH_METHOD",
      "PGDATA",
    ],
    port: 5432,
    // From version 18 on the volume is the parent of the data folder.
    volume: (major: number) => (major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data"),
  },
  redis: {
    image: /^redis:[78]$/,
    flags: ["--appendonly", "--requirepass", "--save", "--maxmemory"],
    port: 6379,
    volume: "/data",
  },
} as const;
