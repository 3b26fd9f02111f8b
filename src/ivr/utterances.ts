import type { Flow, FlowNode, Say, Utterance } from "./flow.ts";

/** What a `Say` sounds like: one utterance per language given, Mandarin first. */
export function spoken(say: Say): readonly Utterance[] {
  const utterances: Utterance[] = [];
  if (say.zh !== undefined) utterances.push({ language: "zh", text: say.zh });
  if (say.en !== undefined) utterances.push({ language: "en", text: say.en });
  return utterances;
}

/** Every text the flow can speak, each once, so that prompts are made before a caller needs them. */
export function utterancesOf(flow: Flow): readonly Utterance[] {
  const all = Object.values(flow.nodes).flatMap(saidAt).flatMap(spoken);
  return [
    ...new Map(all.map((utterance) => [`${utterance.language}:${utterance.text}`, utterance])).values(),
  ];
}

function saidAt(node: FlowNode): readonly Say[] {
  switch (node.do) {
    case "play":
    case "goodbye":
      return [node.say];
    case "menu":
      return [node.say, node.onTimeout, node.onWrongDigit].filter((say) => say !== undefined);
    case "hours":
    case "queue":
      return [];
  }
}
