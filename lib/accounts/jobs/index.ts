import { accountsSendWelcome } from "./accounts-send-welcome";

/** The background functions of this domain. */
export const accountsJobs = () => [accountsSendWelcome()];
