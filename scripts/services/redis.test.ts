import { describe, expect, it } from "vitest";
import { renderRedisConf } from "./redis.ts";

describe("redis.conf", () => {
  it("keeps every change on disk within a second, on loopback, behind a password", () => {
    const text = renderRedisConf({
      host: "127.0.0.1",
      port: 6390,
      password: "word",
      dataFolder: "/a b/redis",
    });
    expect(text).toContain("appendfsync everysec");
    expect(text).toContain("bind 127.0.0.1");
    expect(text).toContain("requirepass word");
    expect(text).toContain('dir "/a b/redis"');
  });
});
