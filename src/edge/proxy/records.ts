/** Whoever keeps call records hears here of calls that are proxied. */
export interface ProxyRecords {
  /** An INVITE is sent to a target. */
  attempted(invite: Buffer): void;
  /** A target accepted; told once for each side, with the response as it came and as it went on. */
  started(side: "proxy-uac" | "proxy-uas", response: Buffer): void;
  /** It came to nothing, or a BYE that passed through us was answered. */
  stopped(
    side: "proxy-uac" | "proxy-uas",
    why: "call-rejected" | "call-canceled" | "normal-release",
    message: Buffer,
  ): void;
}
