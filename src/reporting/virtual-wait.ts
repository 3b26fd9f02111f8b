import { exponentialExcess } from "./exponential-excess.ts";
import { gaussLegendre } from "./gauss-legendre.ts";

/*
 * The virtual wait V is how long a caller of endless patience would wait for an agent. With times in units
 * of the mean patience, arrivals at rate y and n agents who together serve at rate s, its density for v > 0
 * is proportional to exp φ(v), φ(v) = y(1 − e⁻ᵛ) − sv (Baccelli and Hébuterne 1981; Zeltyn and
 * Mandelbaum, Queueing Systems 51 (2005)).
 *
 * φ is concave. Its peak is at v = 0 where s ≥ y, at ln(y ÷ s) otherwise. Seen from its peak, at δ = v − peak,
 *   φ(peak + δ) − φ(peak) = −max(0, s − y)·δ − min(s, y)·(e⁻ᵟ − 1 + δ)
 * whose terms never cancel on the side that counts. Everything below integrates this, against positive
 * weights only; so no figure is the small difference of large ones, whatever the load and the patience.
 */

/** Integrals of exp(φ − φ(peak)) over a range of v, each against the weight in its comment. */
export interface WaitIntegrals {
  /** 1: everybody. */
  readonly all: number;
  /** e⁻ᵛ: those whose patience outlasts the wait. */
  readonly served: number;
  /** 1 − e⁻ᵛ: those whose patience does not. */
  readonly abandoned: number;
  /** v·e⁻ᵛ: how long those served waited. */
  readonly servedWait: number;
  /** 1 − (1 + v)e⁻ᵛ: how long those who left waited. */
  readonly abandonedWait: number;
}

/** Waits split at a threshold, as integrals relative to the peak of the density. */
export interface VirtualWait {
  /** φ(peak), at least 0: the logarithm of what all integrals were divided by. */
  readonly logPeak: number;
  readonly within: WaitIntegrals;
  readonly beyond: WaitIntegrals;
}

interface Density {
  readonly peak: number;
  readonly drift: number;
  readonly bend: number;
}

/**
 * Integrates the density of the virtual wait up to a threshold and beyond it. All in units of the mean
 * patience; expects arrivals ≥ 0, services > 0, threshold ≥ 0, and `surplus` = services − arrivals apart,
 * since the caller may know it with more digits. Relative error about 1e−13.
 */
export function virtualWait(
  arrivals: number,
  services: number,
  surplus: number,
  threshold: number,
): VirtualWait {
  const peak = surplus < 0 ? Math.log1p(-surplus / services) : 0;
  const density = { peak, drift: Math.max(0, surplus), bend: Math.min(arrivals, services) };
  return {
    logPeak: services * exponentialExcess(peak),
    within: integrate(density, -peak, threshold - peak),
    beyond: integrate(density, threshold - peak, Number.POSITIVE_INFINITY),
  };
}

/** From the highest point of a range outward, until what is left cannot change the sum. */
function integrate(density: Density, from: number, to: number): WaitIntegrals {
  const top = Math.min(Math.max(0, from), to);
  const sums = { all: 0, served: 0, abandoned: 0, servedWait: 0, abandonedWait: 0 };
  if (exponent(density, top) < VANISHING) return sums;
  sweep(density, top, to, sums);
  sweep(density, top, from, sums);
  return sums;
}

type Sums = { -readonly [Name in keyof WaitIntegrals]: number };

function sweep(density: Density, top: number, end: number, sums: Sums): void {
  const negligible = exponent(density, top) - NEGLIGIBLE_DROP;
  let at = top;
  while (at !== end && exponent(density, at) > negligible) {
    const width = panelWidth(density, at);
    const next = end > top ? Math.min(at + width, end) : Math.max(at - width, end);
    addPanel(density, Math.min(at, next), Math.max(at, next), sums);
    at = next;
  }
}

/**
 * So narrow that the integrand changes by a few powers of e at most, which 16 points integrate to the last
 * digit. The weights change at the pace of e⁻ᵛ; far right of the peak they have settled.
 */
function panelWidth({ drift, bend }: Density, at: number): number {
  const slope = Math.abs(drift - bend * Math.expm1(-at));
  const curvature = bend * Math.exp(-at);
  const width = 2 / (slope + Math.sqrt(curvature));
  return at < WEIGHTS_SETTLE_AFTER ? Math.min(1, width) : width;
}

function addPanel(density: Density, from: number, to: number, sums: Sums): void {
  const half = (to - from) / 2;
  const middle = from + half;
  for (const { at, weight } of RULE) {
    const delta = middle + half * at;
    const mass = half * weight * Math.exp(exponent(density, delta));
    const wait = Math.max(0, density.peak + delta);
    const outlasts = Math.exp(-wait);
    sums.all += mass;
    sums.served += mass * outlasts;
    sums.abandoned -= mass * Math.expm1(-wait);
    sums.servedWait += mass * wait * outlasts;
    sums.abandonedWait += mass * (wait < 1 ? outlasts * exponentialExcess(wait) : 1 - (1 + wait) * outlasts);
  }
}

function exponent({ drift, bend }: Density, delta: number): number {
  return -drift * delta - bend * exponentialExcess(-delta);
}

const RULE = gaussLegendre(16);
/** Below exp(−745) a double is 0. */
const VANISHING = -745;
/** exp(−50) of the highest point: 2e−22. */
const NEGLIGIBLE_DROP = 50;
const WEIGHTS_SETTLE_AFTER = 40;
