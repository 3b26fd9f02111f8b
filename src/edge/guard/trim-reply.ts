const KEPT =
  /^(?:Via|From|To|Call-ID|CSeq|WWW-Authenticate|Proxy-Authenticate|Contact|Record-Route|Retry-After|Min-Expires|Unsupported|Require|RSeq):/;

/** A response of ours with only what it cannot do without, and without its body. */
export function trimReply(reply: Buffer): Buffer {
  const text = reply.toString("latin1");
  const [startLine = "", ...lines] = text.slice(0, text.indexOf("\r\n\r\n")).split("\r\n");
  const kept = [startLine, ...lines.filter((line) => KEPT.test(line)), "Content-Length: 0"];
  return Buffer.from(`${kept.join("\r\n")}\r\n\r\n`, "latin1");
}
