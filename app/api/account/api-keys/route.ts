import { z } from "zod";
import { route } from "@/app/_server/route";
import { apiKey, createApiKey, createApiKeyBody, createdApiKey, listApiKeys } from "@/lib/accounts";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/api-keys",
    summary: "List API keys",
    tag: "Account",
    access: { kind: "account", permission: "account.read" },
    output: z.array(apiKey),
  },
  ({ ctx }) => listApiKeys(ctx),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/account/api-keys",
    summary: "Create an API key",
    tag: "Account",
    access: { kind: "account", permission: "api_keys.create" },
    body: createApiKeyBody,
    output: createdApiKey,
    status: 201,
    // The answer holds the key itself: it is kept for replay under encryption, for a day.
    idempotency: "sealed",
    errors: [{ status: 422, code: "API_KEY_LIMIT" }],
  },
  ({ ctx, input }) => createApiKey(ctx, input),
);
