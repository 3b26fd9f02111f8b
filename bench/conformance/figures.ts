import { type Comparison, deviation, vagueness } from "../../test/conformance/support/agreement.ts";
import type { Figure } from "../figure.ts";
import type { Outcome } from "./long-run.ts";

/** Of every quantity how far it is from what it must be and how precise it is; and the worst of all. */
export function figuresOf(outcomes: readonly Outcome[]): readonly Figure[] {
  const all = outcomes.flatMap(({ comparisons }) => comparisons);
  const deviations = all.map((comparison) => Math.abs(deviation(comparison)));
  const squares = deviations.reduce((sum, z) => sum + z * z, 0);
  return [
    ...outcomes.flatMap(({ trial, comparisons }) => comparisons.flatMap((of) => figuresOfOne(trial, of))),
    { name: "conformance-worst-z", value: Math.max(...deviations), unit: "z" },
    { name: "conformance-rms-z", value: Math.sqrt(squares / deviations.length), unit: "z" },
    { name: "conformance-worst-se", value: 100 * Math.max(...all.map(vagueness)), unit: "%" },
    {
      name: "conformance-arrivals",
      value: outcomes.reduce((sum, { arrivals }) => sum + arrivals, 0),
      unit: "calls",
    },
  ];
}

function figuresOfOne(trial: string, comparison: Comparison): readonly Figure[] {
  const quantity = comparison.what.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase();
  const name = `conformance-${trial}-${quantity}`;
  return [
    { name: `${name}-z`, value: deviation(comparison), unit: "z" },
    { name: `${name}-se`, value: 100 * vagueness(comparison), unit: "%" },
  ];
}
