/** Ids of the elements that get the focus when a dialog of the sessions closes. */
export const EVERYWHERE_ID = "sign-out-everywhere";
export const EVERYWHERE_ELSE_ID = "sign-out-everywhere-else";
