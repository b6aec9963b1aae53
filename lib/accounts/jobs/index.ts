import { accountsSendWelcome } from "./accounts-send-welcome";
import { accountsWarnExpiringKeys } from "./accounts-warn-expiring-keys";

/** The background functions of this domain. */
export const accountsJobs = () => [accountsSendWelcome(), accountsWarnExpiringKeys()];
