import { header, type SipResponse } from "../sip/message.ts";
import { hasOption } from "../sip/option-tags.ts";
import { parseRAck, parseRSeq } from "../sip/reliability.ts";
import type { OtherSide } from "./dialog.ts";
import type { Dialog } from "./state.ts";

/** The other side of an early dialog. One INVITE may be answered by several (RFC 3261 12.1.2). */
export interface Fork extends OtherSide {
  /** RSeq of its last reliable answer; undefined before the first. */
  readonly rseq: number | undefined;
}

/** A reliable answer that was passed on and not yet acknowledged by the application. */
export interface AwaitedPrack {
  readonly remoteTag: string;
  readonly rseq: number;
}

/** More branches than any sound proxy tries; what further ones say is passed on, but not kept. */
const MOST_FORKS = 32;

/**
 * Takes a provisional answer into its fork, which becomes the one spoken with. False where the answer is
 * reliable and is a repeat or came out of order: then it is to be dropped (RFC 3262 4).
 */
export function heardFrom(dialog: Dialog, response: SipResponse, side: OtherSide): boolean {
  const known = dialog.forks.find(({ remoteTag }) => remoteTag === side.remoteTag);
  const rseq = hasOption(response, "require", "100rel") ? parseRSeq(header(response, "rseq")) : undefined;
  if (rseq !== undefined && known?.rseq !== undefined && rseq !== known.rseq + 1) return false;
  const { remoteTag, remoteAddress, remoteTarget, routeSet, flow } = side;
  const fork: Fork = { remoteTag, remoteAddress, remoteTarget, routeSet, flow, rseq: rseq ?? known?.rseq };
  const others = dialog.forks.filter((one) => one !== known);
  if (others.length < MOST_FORKS) dialog.forks = [...others, fork];
  if (rseq !== undefined) {
    dialog.awaitingPrack = [...dialog.awaitingPrack, { remoteTag: fork.remoteTag, rseq }].slice(-MOST_FORKS);
  }
  return true;
}

/**
 * Which fork an application's PRACK is for: the one whose To tag it gives, else the one that has been
 * waiting longest for this RAck. It counts as acknowledged from then on.
 */
export function forkOfPrack(
  dialog: Dialog,
  prack: { readonly rack: string | undefined; readonly toTag: string | undefined },
): Fork | undefined {
  const rseq = parseRAck(prack.rack)?.rseq;
  const awaited = dialog.awaitingPrack.find(
    (one) => (prack.toTag === undefined || one.remoteTag === prack.toTag) && one.rseq === rseq,
  );
  dialog.awaitingPrack = dialog.awaitingPrack.filter((one) => one !== awaited);
  return forkTagged(dialog, awaited?.remoteTag ?? prack.toTag);
}

/**
 * Nobody is there any more who would acknowledge the reliable answers that were passed on: they are heard
 * again when they are repeated.
 */
export function hearAgain(dialog: Dialog): void {
  for (const { remoteTag, rseq } of dialog.awaitingPrack) {
    dialog.forks = dialog.forks.map((fork) =>
      fork.remoteTag === remoteTag && fork.rseq !== undefined && fork.rseq >= rseq
        ? { ...fork, rseq: rseq - 1 }
        : fork,
    );
  }
  dialog.awaitingPrack = [];
}

/** The fork with that To tag. */
export function forkTagged(dialog: Dialog, tag: string | undefined): Fork | undefined {
  return dialog.forks.find(({ remoteTag }) => remoteTag === tag);
}
