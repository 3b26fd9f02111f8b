import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Environment, readConfig } from "../../../src/config.ts";
import { expectedVariables, readCompose } from "./compose.ts";
import { documented } from "./documented-settings.ts";

const env = {
  FIVENINES_HOST: "192.0.2.7",
  POSTGRES_PASSWORD: "postgres-secret",
  REDIS_PASSWORD: "redis-secret",
  DRACHTIO_SECRET: "drachtio-secret",
  ARI_PASSWORD: "asterisk-secret",
};
const { services, volumes } = readCompose(env);

describe("the server's container", () => {
  it("is given only variables that the server reads", () => {
    expect(Object.keys(Environment.shape)).toEqual(
      expect.arrayContaining(Object.keys(services.server.environment)),
    );
  });

  it("is given a configuration that the server accepts", () => {
    expect(readConfig(Environment, services.server.environment)).toMatchObject({ ok: true });
  });

  it("reaches the database and Redis where they are published", () => {
    const { DATABASE_URL = "", REDIS_URL = "" } = services.server.environment;
    const database = new URL(DATABASE_URL);
    expect(services.postgres.ports).toContain(
      `${database.hostname}:${database.port}:${documented.postgres.port}`,
    );
    expect(database.username).toBe(services.postgres.environment["POSTGRES_USER"]);
    expect(database.password).toBe(services.postgres.environment["POSTGRES_PASSWORD"]);
    expect(database.pathname).toBe(`/${services.postgres.environment["POSTGRES_DB"]}`);
    const redis = new URL(REDIS_URL);
    expect(services.redis.ports).toContain(`${redis.hostname}:${redis.port}:${documented.redis.port}`);
    expect(services.redis.command).toContain(decodeURIComponent(redis.password));
  });

  it("reaches the SIP server's control port with its secret", () => {
    const { server, drachtio } = services;
    expect(server.environment["DRACHTIO_PORT"]).toBe(drachtio.environment["DRACHTIO_ADMIN_TCP_PORT"]);
    expect(server.environment["DRACHTIO_HOST"]).toBe(drachtio.environment["DRACHTIO_ADMIN_ADDRESS"]);
    expect(server.environment["DRACHTIO_SECRET"]).toBe(drachtio.environment["DRACHTIO_SECRET"]);
    expect(drachtio.command.join(" ")).toContain(`sip:${server.environment["SIP_SERVER_ADDRESS"]};`);
  });

  it("has longer to stop than it takes to drain", () => {
    const graceSeconds = Number.parseInt(services.server.stop_grace_period ?? "10s", 10);
    expect(graceSeconds).toBeGreaterThan(Number(services.server.environment["DRAIN_SECONDS"]));
  });
});

describe("Asterisk's container", () => {
  const templates = readdirSync("deploy/asterisk").filter((file) => file.endsWith(".conf"));
  const placeholders = new Set(
    templates.flatMap((file) =>
      [...readFileSync(`deploy/asterisk/${file}`, "utf8").matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)].map(
        ([, name]) => name,
      ),
    ),
  );
  const asterisksOwn = new Set(["EXTEN", "STASISSTATUS"]);
  const entrypoint = readFileSync("deploy/asterisk/entrypoint.sh", "utf8");
  const exported = [...entrypoint.matchAll(/^export ([A-Z_]+)=/gm)].map(([, name]) => name);

  it("is given only variables that the configuration templates name", () => {
    expect([...placeholders]).toEqual(expect.arrayContaining(Object.keys(services.asterisk.environment)));
  });

  it("fills in every name of the templates, from its environment or its entry point", () => {
    const known = [...Object.keys(services.asterisk.environment), ...exported];
    expect(known).toEqual(
      expect.arrayContaining([...placeholders].filter((name) => !asterisksOwn.has(name ?? ""))),
    );
    for (const name of known) expect(entrypoint).toContain(`\${${name}}`);
  });

  it("meets the server where the server listens", () => {
    const { asterisk, server } = services;
    expect(asterisk.environment["ARI_SERVER_HOST"]).toBe(server.environment["ARI_LISTEN_HOST"]);
    expect(asterisk.environment["ARI_SERVER_PORT"]).toBe(server.environment["ARI_LISTEN_PORT"]);
    expect(asterisk.environment["ARI_USERNAME"]).toBe(server.environment["ARI_USERNAME"]);
    expect(asterisk.environment["ARI_PASSWORD"]).toBe(server.environment["ARI_PASSWORD"]);
    const { ASTERISK_SIP_HOST, ASTERISK_SIP_PORT, SIP_SERVER_HOST } = asterisk.environment;
    expect(server.environment["ASTERISK_SIP_ADDRESS"]).toBe(`${ASTERISK_SIP_HOST}:${ASTERISK_SIP_PORT}`);
    expect(server.environment["SIP_SERVER_ADDRESS"]).toMatch(new RegExp(`^${SIP_SERVER_HOST}:`));
  });

  it("sees the prompts under the path the server writes them to", () => {
    const folder = services.server.environment["PROMPTS_DIR"];
    expect(services.server.volumes).toContain(`prompts:${folder}`);
    expect(services.asterisk.volumes).toContain(`prompts:${folder}:ro`);
  });
});

describe("the folders that the server writes to", () => {
  it("are made in its image, owned by the user it runs as, and no container mounts them before it does", () => {
    const { server, asterisk } = services;
    const dockerfile = readFileSync(server.build?.dockerfile ?? "", "utf8");
    for (const volume of server.volumes)
      expect(dockerfile).toMatch(new RegExp(`install -d -o node .*${volume.split(":")[1]}`));
    expect(Object.keys(asterisk.depends_on ?? {})).toContain("server");
  });
});

describe("the containers of others", () => {
  it("are of the images, variables and flags that their documentation names", () => {
    const { drachtio, postgres, redis } = services;
    expect(drachtio.image).toMatch(documented.drachtio.image);
    expect(documented.drachtio.environment).toEqual(
      expect.arrayContaining(Object.keys(drachtio.environment)),
    );
    expect(documented.drachtio.flags).toEqual(expect.arrayContaining([...flagsOf(drachtio.command)]));
    expect(postgres.image).toMatch(documented.postgres.image);
    expect(documented.postgres.environment).toEqual(
      expect.arrayContaining(Object.keys(postgres.environment)),
    );
    expect(redis.image).toMatch(documented.redis.image);
    expect(documented.redis.flags).toEqual(expect.arrayContaining([...flagsOf(redis.command)]));
  });

  it("keep their data on volumes, in the folders that their images use", () => {
    const major = Number(services.postgres.image?.split(":")[1]);
    expect(services.postgres.volumes).toEqual([`postgres:${documented.postgres.volume(major)}`]);
    expect(services.redis.volumes).toEqual([`redis:${documented.redis.volume}`]);
  });

  it("share only volumes that the file declares, and the file declares none that nobody uses", () => {
    const used = Object.values(services).flatMap((service) =>
      service.volumes.map((volume) => volume.split(":")[0]),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(volumes)));
  });

  it("publish nothing beyond the machine itself", () => {
    const published = Object.values(services).flatMap(({ ports }) => ports);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe("the compose file", () => {
  it("expects only variables that the example environment names", () => {
    const named = [...readFileSync("deploy/example.env", "utf8").matchAll(/^([A-Z_]+)=/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(named)).toEqual(new Set(expectedVariables()));
  });

  it("builds from files that exist, copying paths that exist", () => {
    for (const { build } of Object.values(services)) {
      if (build === undefined) continue;
      const dockerfile = readFileSync(`${build.context}/${build.dockerfile}`, "utf8");
      for (const source of copiedPaths(dockerfile))
        expect([source, existsSync(source)]).toEqual([source, true]);
    }
  });
});

function flagsOf(command: readonly string[]): readonly string[] {
  return command.filter((word) => word.startsWith("--"));
}

function copiedPaths(dockerfile: string): readonly string[] {
  return [...dockerfile.matchAll(/^COPY (.+)$/gm)].flatMap(([, words = ""]) =>
    words
      .split(" ")
      .filter((word) => !word.startsWith("--"))
      .slice(0, -1)
      .map((source) => source.replace(/\*\.\w+$/, "")),
  );
}
