import { route } from "@/app/_server/route";
import {
  changedRole,
  changeRole,
  changeRoleBody,
  memberParams,
  removedMember,
  removeMember,
} from "@/lib/accounts";

const errors = [
  { status: 404, code: "NOT_FOUND" },
  { status: 422, code: "LAST_OWNER" },
  { status: 422, code: "PERSONAL_ACCOUNT" },
];

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/account/members/{id}",
    summary: "Change a member's role; owners are an owner's to make and change",
    tag: "Team",
    access: { kind: "account", permission: "members.manage" },
    params: memberParams,
    body: changeRoleBody,
    output: changedRole,
    errors,
  },
  ({ ctx, params, input }) => changeRole(ctx, params.id, input.role),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/account/members/{id}",
    summary: "Remove a member and revoke the API keys they made",
    tag: "Team",
    access: { kind: "account", permission: "members.manage" },
    params: memberParams,
    output: removedMember,
    errors,
  },
  ({ ctx, params }) => removeMember(ctx, params.id),
);
