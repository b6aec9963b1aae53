import { route } from "@/app/_server/route";
import {
  getPreferences,
  preferences,
  requireActingPerson,
  updatePreferences,
  updatePreferencesBody,
} from "@/lib/accounts";

const common = { path: "/api/profile/settings", tag: "Profile", access: { kind: "person" } } as const;

export const GET = route(
  { ...common, method: "GET", summary: "Read your preferences", output: preferences },
  ({ ctx }) => getPreferences(requireActingPerson(ctx)),
);

export const PATCH = route(
  {
    ...common,
    method: "PATCH",
    summary: "Change some of your preferences",
    body: updatePreferencesBody,
    output: preferences,
  },
  ({ ctx, input }) => updatePreferences(ctx, input),
);
