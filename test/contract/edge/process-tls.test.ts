import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "./support/certificate.ts";
import { listening, start } from "./support/process.ts";
import { dialTls } from "./support/tls-phones.ts";
import { SECRET } from "./support/world.ts";

const FREE = { EDGE_CONTROL_SECRET: SECRET, EDGE_SIP_PORT: "0", EDGE_CONTROL_PORT: "0" };

describe("the process with TLS", () => {
  it("says where it listens, and reads its certificate again on SIGHUP", async () => {
    const certificate = await makeCertificate();
    const started = start({
      ...FREE,
      EDGE_TLS_PORT: "0",
      EDGE_WSS_PORT: "0",
      EDGE_SIP_HOST6: "::1",
      EDGE_TLS_CERT: certificate.certFile,
      EDGE_TLS_KEY: certificate.keyFile,
    });
    const { port, line } = await listening(started);
    expect(line).toMatchObject({ msg: "listening", sipHost6: "::1", wssPort: port("wssPort") });
    await dialTls(port("tlsPort"), certificate);
    const fresh = await makeCertificate();
    await writeFile(certificate.certFile, fresh.cert);
    await writeFile(certificate.keyFile, fresh.key);
    const said = once(started.child.stdout, "data");
    started.child.kill("SIGHUP");
    expect(String(await said)).toContain("certificates reloaded");
    await dialTls(port("tlsPort"), fresh);
    await writeFile(certificate.keyFile, "broken");
    const complained = once(started.child.stdout, "data");
    started.child.kill("SIGHUP");
    expect(String(await complained)).toContain("the former ones stay in use");
    await dialTls(port("tlsPort"), fresh);
  });

  it("ends with 2 where TLS is wanted without a certificate, or with one that cannot be read", async () => {
    const without = start({ ...FREE, EDGE_TLS_PORT: "0" });
    expect(await once(without.child, "close")).toEqual([2, null]);
    expect(without.complaint()).toContain("EDGE_TLS_CERT");
    expect(without.complaint()).toContain("EDGE_TLS_KEY");
    const gone = start({
      ...FREE,
      EDGE_WSS_PORT: "0",
      EDGE_TLS_CERT: "/none.pem",
      EDGE_TLS_KEY: "/none.pem",
    });
    expect(await once(gone.child, "close")).toEqual([2, null]);
    expect(gone.complaint()).toContain("/none.pem cannot be read");
  });

  it("ends with 1 where the port of WebSockets is taken, and says what to change", async () => {
    const first = await listening(start({ ...FREE, EDGE_WS_PORT: "0" }));
    const { child, complaint } = start({ ...FREE, EDGE_WS_PORT: String(first.port("wsPort")) });
    expect(await once(child, "close")).toEqual([1, null]);
    expect(complaint()).toContain(`WS port ${first.port("wsPort")}`);
    expect(complaint()).toContain("EDGE_WS_PORT");
  });
});
