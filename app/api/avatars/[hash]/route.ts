import { route } from "@/app/_server/route";
import { avatarParams, getAvatar } from "@/lib/accounts";
import { DirectAnswer, directOutput } from "@/lib/platform/http";

export const GET = route(
  {
    method: "GET",
    path: "/api/avatars/{hash}",
    summary: "Read the picture of somebody you share an account with",
    tag: "Profile",
    access: { kind: "person" },
    params: avatarParams,
    output: directOutput("image/*"),
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  async ({ ctx, params }) => {
    const { contentType, content } = await getAvatar(ctx, params.hash);
    return new DirectAnswer(new Uint8Array(content), {
      "content-type": contentType,
      "content-length": String(content.length),
      // Whatever a browser might make of the bytes, nothing in them may run or load anything.
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      // The path is the content's hash. Private: the next person at this browser asks for themselves.
      "cache-control": "private, max-age=31536000, immutable",
    });
  },
);
