import { z } from "zod";

const AgentList = z.object({ agents: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Makes every agent of a tenant ready through the API, as their screens would. Throws with the API's words if refused. */
export async function makeAgentsReady(apiUrl: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const listed = await fetch(`${apiUrl}/v1/agents`, { headers });
  const { agents } = AgentList.parse(await listed.json());
  for (const { id, name } of agents) {
    const changed = await fetch(`${apiUrl}/v1/agents/${id}/state`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ to: "ready" }),
    });
    const answer = await changed.text();
    if (!changed.ok) throw new Error(`the agent ${name} was not made ready: ${answer}`);
  }
}
