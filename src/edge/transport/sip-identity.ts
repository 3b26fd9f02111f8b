import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";

/**
 * Why a certificate is not one for that SIP domain or address; undefined where it is (RFC 5922 7.1). A
 * certificate that names SIP domains (`URI:sip:`) is for those alone; else the names of its hosts count.
 */
export function identityFault(name: string, certificate: PeerCertificate): Error | undefined {
  const domains = sipDomains(certificate.subjectaltname ?? "");
  if (domains.length === 0 || isIP(name)) return checkServerIdentity(name, certificate);
  return domains.includes(name.toLowerCase())
    ? undefined
    : new Error(`the certificate is for ${domains.join(", ")}, not for ${name}`);
}

/** `URI:sip:example.com`, without a user part (RFC 5922 7.1, 4). */
function sipDomains(alternativeNames: string): string[] {
  const uris = alternativeNames.split(", ").filter((entry) => entry.startsWith("URI:sip:"));
  return uris
    .map((entry) => entry.slice("URI:sip:".length).toLowerCase())
    .filter((uri) => !uri.includes("@"));
}
