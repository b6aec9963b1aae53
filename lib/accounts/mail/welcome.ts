import { renderMessage } from "./message";

export interface WelcomeFacts {
  readonly name: string;
  /** Full address of the account's overview. */
  readonly overviewUrl: string;
}

/** Subject and both bodies of the welcome message. */
export const renderWelcome = ({ name, overviewUrl }: WelcomeFacts) =>
  renderMessage({
    subject: "Your Meterhouse account is ready",
    preview: "Your account is ready, on the free plan.",
    heading: "Your account is ready",
    paragraphs: [
      name ? `Hello ${name},` : "Hello,",
      "you are on the free plan. Your limits and what you have used are on the overview, and nothing is charged until you choose a plan.",
    ],
    action: { label: "Open the overview", href: overviewUrl },
  });
