/** A NAPTR record (RFC 3403 4.1), as far as SIP uses it. */
export interface NaptrRecord {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

/** An SRV record (RFC 2782). */
export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** Without a final dot; empty where the service is expressly not offered. */
  readonly name: string;
}

/** What a question brought. Closed: each adapter maps its own causes onto these. */
export type Answer<Record> =
  | { readonly kind: "found"; readonly records: readonly Record[]; readonly seconds: number }
  /** The name, or records of this type for it, do not exist. */
  | { readonly kind: "nothing" }
  /** Nobody answered in time: it says nothing about the name. */
  | { readonly kind: "silence" };

export type Family = 4 | 6;

/** Who is asked about names. No promise of it rejects, and each settles within a few seconds. */
export interface Names {
  naptr(name: string): Promise<Answer<NaptrRecord>>;
  srv(name: string): Promise<Answer<SrvRecord>>;
  /** IP addresses by A or AAAA. */
  addresses(name: string, family: Family): Promise<Answer<string>>;
  /** IP addresses by the machine's own means, /etc/hosts included, in its own order. */
  machine(name: string): Promise<Answer<string>>;
}
