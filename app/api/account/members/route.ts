import { route } from "@/app/_server/route";
import { listMembers, memberListQuery, memberPage } from "@/lib/accounts";

export const GET = route(
  {
    method: "GET",
    path: "/api/account/members",
    summary: "Members, in the order in which they joined",
    tag: "Team",
    access: { kind: "account", permission: "members.read" },
    query: memberListQuery,
    output: memberPage,
  },
  ({ ctx, query }) => listMembers(ctx, query),
);
