import type { OutboundRule } from "./outbound/rules.ts";

/** Paths of PEM files: a certificate, followed by those between it and its root, and its key. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** An address on which applications are awaited. */
export interface ControlListener {
  readonly protocol: "tcp" | "tls";
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
}

/** What one application, or one that pretends to be one, can make the server hold. */
export interface ControlLimits {
  /** Connections in all. */
  readonly connections: number;
  /** Connections that have not proved themselves: in all, and of one address. The oldest gives way. */
  readonly unproven: number;
  readonly unprovenPerSource: number;
  /** How long a connection may take to prove itself, TLS handshake included. */
  readonly proofMs: number;
  /** What may be written to an application that does not read before it is cut. */
  readonly unreadBytes: number;
  /** Different verbs one application may register. */
  readonly verbs: number;
  /** How long dialling an application may take, until it has proved itself. */
  readonly dialMs: number;
  /** Applications being dialled, and routing questions being asked, at one time. */
  readonly pendingChoices: number;
  /** How long a routing hook may take. */
  readonly hookMs: number;
  /** How long a dialled connection that has nothing to do is kept. */
  readonly lingerMs: number;
}

/** Limits that an ordinary application never meets. */
export const CONTROL_LIMITS: ControlLimits = {
  connections: 4_096,
  unproven: 256,
  unprovenPerSource: 64,
  proofMs: 10_000,
  unreadBytes: 16 * 1024 * 1024,
  verbs: 64,
  dialMs: 5_000,
  pendingChoices: 1_024,
  hookMs: 3_000,
  lingerMs: 5_000,
};

/** What the control side is told from outside, besides its first address. All of it may be left out. */
export interface ControlOptions {
  /** Without one, any application on the same machine may connect, and none from elsewhere. */
  readonly controlSecret?: string | undefined;
  /** Further addresses besides the first one. */
  readonly controlListeners?: readonly ControlListener[] | undefined;
  /** Needed where one of the addresses speaks TLS. */
  readonly controlCertificate?: CertificateFiles | undefined;
  /** Which methods go to applications that are dialled. */
  readonly outboundRoutes?: readonly OutboundRule[] | undefined;
  /** A file of certificates (PEM) trusted in dialled applications, instead of those the machine trusts. */
  readonly outboundCa?: string | undefined;
  /** OPTIONS from a peer with this User-Agent are answered 200 without asking an application. */
  readonly optionsUserAgent?: string | undefined;
  /** Only tests deviate from the defaults. */
  readonly controlLimits?: Partial<ControlLimits> | undefined;
}
