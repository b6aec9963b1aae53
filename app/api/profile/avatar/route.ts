import { route } from "@/app/_server/route";
import { AVATAR_MAX_BYTES, avatarAnswer, removeAvatar, setAvatar } from "@/lib/accounts";

const common = {
  path: "/api/profile/avatar",
  tag: "Profile",
  access: { kind: "person" },
  output: avatarAnswer,
} as const;

export const PUT = route(
  {
    ...common,
    method: "PUT",
    summary: "Upload your picture as the body itself: PNG, JPEG or WebP, at most 256 KB",
    maxBodyBytes: AVATAR_MAX_BYTES,
    // What kind of picture it is, is read from its bytes.
    bodyTypes: ["image/*"],
    errors: [
      { status: 413, code: "TOO_LARGE" },
      { status: 422, code: "NOT_AN_IMAGE" },
    ],
  },
  ({ ctx, rawBody }) => setAvatar(ctx, rawBody),
);

export const DELETE = route({ ...common, method: "DELETE", summary: "Remove your picture" }, ({ ctx }) =>
  removeAvatar(ctx),
);
