import { stack } from "../../support/stack";

/** The full address of a path of the app under test. */
export const createLocalUrl = (path: string): string => new URL(path, stack.urls.app).href;

/** The address of a page of whichever account the visitor is in. */
export const atAccountPage = (path: string): RegExp =>
  new RegExp(`^${createLocalUrl("/a/")}[a-z0-9-]+${path.replaceAll(/[?.]/g, "\\$&")}$`);

/** Pages of the stand-ins that people see. */
export const standInUrls = {
  mail: stack.urls.mail,
  inngest: stack.urls.inngest,
  stripe: `${stack.urls.stripe}/_local`,
} as const;
