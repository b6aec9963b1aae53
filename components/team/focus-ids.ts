/** Ids of the elements that get the focus when a dialog of the team closes. */
export const INVITE_ID = "invite";

/** Id of the menu button of a member's row. */
export const memberActionsId = (personId: string): string => `member-actions-${personId}`;

/** Id of the role select of a member's row. */
export const memberRoleId = (personId: string): string => `member-role-${personId}`;

/** Id of the button that withdraws an invitation. */
export const revokeInvitationId = (id: string): string => `revoke-invitation-${id}`;
