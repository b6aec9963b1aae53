type Answer = Record<string, unknown>;

/** Calls the control API of a local Stripe, "/reset". @throws when it refuses */
export async function control(
  url: string,
  route: string,
  body: object = {},
  method: "POST" | "GET" | "DELETE" = "POST",
): Promise<Answer> {
  const answer = await fetch(`${url}/_local${route}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
  });
  const content = (await answer.json()) as Answer;
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${JSON.stringify(content)}`);
  return content;
}

export async function until(condition: () => boolean, milliseconds = 60_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > end) throw new Error("It did not happen in time.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
