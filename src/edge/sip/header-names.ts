/** The one-letter forms (RFC 3261 7.3.3 and later extensions) and what they stand for. */
const COMPACT: Readonly<Record<string, string>> = {
  a: "accept-contact",
  b: "referred-by",
  c: "content-type",
  d: "request-disposition",
  e: "content-encoding",
  f: "from",
  i: "call-id",
  j: "reject-contact",
  k: "supported",
  l: "content-length",
  m: "contact",
  n: "identity-info",
  o: "event",
  r: "refer-to",
  s: "subject",
  t: "to",
  u: "allow-events",
  v: "via",
  x: "session-expires",
  y: "identity",
};

const KNOWN = `Accept Accept-Contact Accept-Encoding Accept-Language Accept-Resource-Priority Alert-Info Allow
Allow-Events Authentication-Info Authorization Call-ID Call-Info Contact Content-Disposition Content-Encoding
Content-Language Content-Length Content-Type CSeq Date Error-Info Event Expires Flow-Timer From History-Info Identity
Identity-Info In-Reply-To Join Max-Forwards MIME-Version Min-Expires Min-SE Organization P-Asserted-Identity
P-Preferred-Identity Path Priority Privacy Proxy-Authenticate Proxy-Authorization Proxy-Require RAck Reason
Record-Route Refer-Sub Refer-To Referred-By Reject-Contact Remote-Party-ID Replaces Reply-To Request-Disposition
Require Resource-Priority Retry-After Route RSeq Server Service-Route Session-Expires SIP-ETag SIP-If-Match Subject
Subscription-State Supported Timestamp To Unsupported User-Agent Via Warning WWW-Authenticate`.split(/\s+/);

const CANONICAL = new Map(KNOWN.map((name) => [name.toLowerCase(), name]));

/** The name by which a header is looked up: lower case, long form. `name` may be in any case, long or compact. */
export function lookupName(name: string): string {
  const lower = name.toLowerCase();
  return lower.length === 1 ? (COMPACT[lower] ?? lower) : lower;
}

/** Whether this is a header of SIP itself rather than a custom one. `lower` is a lookup name. */
export function isKnownHeader(lower: string): boolean {
  return CANONICAL.has(lower);
}

/**
 * The name as it is written on the wire: canonical case for known headers; custom ones are capitalised
 * after each hyphen, unless they begin with `X-`, whose spelling is left to their owner.
 */
export function wireName(name: string): string {
  const known = CANONICAL.get(lookupName(name));
  if (known) return known;
  if (/^x-/i.test(name)) return name;
  return name.replace(/(^|-)([a-z])/g, (_, hyphen: string, letter: string) => hyphen + letter.toUpperCase());
}
