import { route } from "@/app/_server/route";
import {
  getProfile,
  profile,
  requireActingPerson,
  updateIdentityPerson,
  updateProfileBody,
} from "@/lib/accounts";

const common = { path: "/api/profile", tag: "Profile", access: { kind: "person" }, output: profile } as const;

export const GET = route({ ...common, method: "GET", summary: "Read your profile" }, ({ ctx }) =>
  getProfile(requireActingPerson(ctx)),
);

export const PATCH = route(
  { ...common, method: "PATCH", summary: "Change your name", body: updateProfileBody },
  async ({ ctx, input }) => {
    const { id } = await updateIdentityPerson(ctx, { name: input.name });
    return getProfile(id);
  },
);
