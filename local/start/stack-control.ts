import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { SERVICE_NAMES } from "./service-names";
import type { Stack } from "./stack";

const service = z.enum(SERVICE_NAMES);

/** What a test may ask of the stack it runs against. */
export const stackCommand = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("kill"),
    service,
    signal: z.enum(["SIGKILL", "SIGTERM", "SIGINT", "SIGSTOP", "SIGCONT"]),
  }),
  z.object({ do: z.literal("wait"), service, limitMs: z.number().int().positive().max(600_000) }),
  z.object({ do: z.literal("restart"), service }),
  z.object({ do: z.literal("halt"), service }),
  z.object({ do: z.literal("pids") }),
]);

export type StackCommand = z.infer<typeof stackCommand>;

export interface StackControl {
  readonly url: string;
  readonly token: string;
  close(): void;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function obey(stack: Stack, command: StackCommand): Promise<unknown> {
  switch (command.do) {
    case "kill":
      return stack.kill(command.service, command.signal);
    case "wait":
      return stack.waitUntilReady(command.service, command.limitMs);
    case "restart":
      return stack.restart(command.service);
    case "halt":
      return stack.halt(command.service);
    case "pids":
      return stack.pids();
  }
}

/** Lets the test processes kill and restart parts of the stack, which lives in another process. */
export async function serveStackControl(stack: Stack): Promise<StackControl> {
  const token = randomBytes(24).toString("base64url");
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? null));
    };
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: "wrong token" });
    readBody(request)
      .then((body) => obey(stack, stackCommand.parse(JSON.parse(body))))
      .then((result) => answer(200, result))
      .catch((error: unknown) =>
        answer(500, { error: error instanceof Error ? error.message : String(error) }),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
