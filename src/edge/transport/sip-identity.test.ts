import type { PeerCertificate } from "node:tls";
import { describe, expect, it } from "vitest";
import { identityFault } from "./sip-identity.ts";

function certificate(subjectaltname: string): PeerCertificate {
  const name = { C: "", ST: "", L: "", O: "", OU: "", CN: "unused.example" };
  return {
    ca: false,
    raw: Buffer.alloc(0),
    subject: name,
    issuer: name,
    valid_from: "",
    valid_to: "",
    serialNumber: "",
    fingerprint: "",
    fingerprint256: "",
    fingerprint512: "",
    subjectaltname,
  };
}

describe("whom a certificate is for (RFC 5922 7.1)", () => {
  it.each([
    ["example.com", "URI:sip:example.com, DNS:host.example.com", true],
    ["host.example.com", "URI:sip:example.com, DNS:host.example.com", false],
    ["host.example.com", "DNS:host.example.com", true],
    ["example.com", "DNS:host.example.com", false],
    ["alice.example.com", "URI:sip:alice@alice.example.com, DNS:alice.example.com", true],
    ["192.0.2.1", "URI:sip:example.com, IP Address:192.0.2.1", true],
    ["192.0.2.2", "IP Address:192.0.2.1", false],
  ])("%s by %j: %s", (name, alternativeNames, fits) => {
    expect(identityFault(name, certificate(alternativeNames)) === undefined).toBe(fits);
  });
});
