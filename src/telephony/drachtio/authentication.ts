import type { Clock } from "../../dispatch/index.ts";
import { challenges, type DigestAnswer, digestAnswers, provesDigest } from "./digest.ts";
import { FailedAttempts } from "./failed-attempts.ts";
import type { Incoming } from "./message.ts";
import { createNonces } from "./nonce.ts";
import type { Credential, Credentials, Ha1, Ids } from "./ports.ts";

/** Who a request proved to be from, or what to answer it. */
export type Verdict =
  | { readonly proven: true; readonly username: string; readonly credential: Credential }
  | { readonly proven: false; readonly challenges: readonly string[] }
  /** Too many wrong answers: no further challenge for a while. */
  | { readonly proven: false; readonly challenges: "none" };

/** Proves by digest who sent a request (RFC 3261 §22, RFC 8760). */
export interface Authentication {
  /** `header` holds the proof: Authorization or Proxy-Authorization. */
  check(request: Incoming, header: "Authorization" | "Proxy-Authorization"): Promise<Verdict>;
  /** A first challenge. */
  challenge(request: Incoming): readonly string[];
}

/** Proves nothing. Hashed for a user that does not exist, so that this takes as long as a wrong password. */
const NOBODY: Ha1 = { md5: "", sha256: "" };

export function createAuthentication(options: {
  readonly realm: string;
  readonly nonceKey: string;
  readonly credentials: Credentials;
  readonly ids: Ids;
  readonly clock: Clock;
}): Authentication {
  const { realm, credentials, clock } = options;
  const nonces = createNonces(options.nonceKey, clock, options.ids);
  const failures = new FailedAttempts();

  const challenge = (request: Incoming, stale = false) =>
    challenges(realm, nonces.mint(request.source.address), stale);

  const checkAnswer = async (request: Incoming, answer: DigestAnswer): Promise<Verdict> => {
    const credential = await credentials.lookup(answer.username);
    const right = provesDigest(answer, request.method, credential?.ha1 ?? NOBODY) && credential !== undefined;
    const fresh = nonces.isFresh(answer.nonce, request.source.address);
    const who = `${request.source.address} ${answer.username}`;
    if (right && fresh) {
      failures.forget(who);
      return { proven: true, username: answer.username, credential };
    }
    // Only who was challenged at that address can have a fresh nonce: a forged source locks nobody out.
    if (fresh) failures.note(who, clock.now());
    return { proven: false, challenges: challenge(request, right) };
  };

  return {
    challenge: (request) => challenge(request),
    async check(request, header) {
      const [answer] = digestAnswers(request.header(header) ?? "", realm);
      if (answer === undefined) return { proven: false, challenges: challenge(request) };
      if (failures.tooMany(`${request.source.address} ${answer.username}`, clock.now())) {
        return { proven: false, challenges: "none" };
      }
      return checkAnswer(request, answer);
    },
  };
}
