import { LegId, PlaybackId } from "../../ids.ts";
import type { AriEvent } from "./ari/messages.ts";
import { arrivalOf } from "./arrival.ts";
import type { Callers } from "./callers.ts";
import { outcomeOf } from "./causes.ts";
import type { Offers } from "./offers.ts";
import type { Playbacks } from "./playbacks.ts";

/** Whom events concern. */
export interface Followers {
  readonly callers: Callers;
  readonly offers: Offers;
  readonly playbacks: Playbacks;
  readonly onRegistered: () => void;
  readonly onDigit: (leg: LegId, digit: string) => void;
  /** A leg has entered that nobody here asked for. */
  readonly onStranger: (leg: LegId) => void;
}

/** Tells each event to those it concerns. */
export function followEvents(followers: Followers): (event: AriEvent) => void {
  const { callers, offers, playbacks } = followers;

  function entered(leg: LegId, args: readonly string[]): void {
    const arrival = arrivalOf(args);
    if (arrival.as === "caller") callers.arrived(leg, arrival.call);
    else if (arrival.as === "stranger" || !offers.entered(leg)) followers.onStranger(leg);
  }

  return (event) => {
    switch (event.type) {
      case "ApplicationRegistered":
        return followers.onRegistered();
      case "StasisStart":
        return entered(LegId(event.channel.id), event.args);
      case "StasisEnd":
        callers.left(LegId(event.channel.id));
        return offers.left(LegId(event.channel.id));
      case "ChannelDestroyed":
        callers.left(LegId(event.channel.id));
        return offers.gone(
          LegId(event.channel.id),
          outcomeOf({ cause: event.cause, sipStatus: event.tech_cause }),
        );
      case "ChannelStateChange":
        if (event.channel.state === "Ringing") offers.ringing(LegId(event.channel.id));
        if (event.channel.state === "Up") offers.up(LegId(event.channel.id));
        return;
      case "ChannelDtmfReceived":
        return followers.onDigit(LegId(event.channel.id), event.digit);
      case "PlaybackFinished":
        return playbacks.finished(PlaybackId(event.playback.id), event.playback.state);
    }
  };
}
