/** Who can be signed in as with one click. Data only: the seed gives each of them what the line says. */
export interface DemoPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly account: string;
  readonly description: string;
}

export const demoPeople: readonly DemoPerson[] = [
  {
    id: "user_2demo0Ada0Okafor00000000001",
    email: "ada@larkfield.example",
    name: "Ada Okafor",
    role: "Owner",
    account: "Larkfield Studio",
    description: "Owns Larkfield Studio on the Pro plan: billing, team, API keys.",
  },
  {
    id: "user_2demo0Mei0Tanaka00000000002",
    email: "mei@larkfield.example",
    name: "Mei Tanaka",
    role: "Billing",
    account: "Larkfield Studio",
    description: "Handles Larkfield Studio's plans, invoices and payment methods, and nothing else.",
  },
  {
    id: "user_2demo0Tom0Castle00000000006",
    email: "tom@larkfield.example",
    name: "Tom Castle",
    role: "Viewer",
    account: "Larkfield Studio",
    description: "Looks at Larkfield Studio's usage and people, and changes nothing.",
  },
  {
    id: "user_2demo0Ravi0Menon00000000003",
    email: "ravi@menon.example",
    name: "Ravi Menon",
    role: "Owner",
    account: "Personal",
    description: "A personal account on the Free plan, close to its limits.",
  },
  {
    id: "user_2demo0Clara0Jensen0000000004",
    email: "clara@northbeam.example",
    name: "Clara Jensen",
    role: "Owner",
    account: "Northbeam Ltd",
    description: "Owns Northbeam Ltd, whose last payment failed.",
  },
  {
    id: "user_2demo0Sam0Ortiz00000000005",
    email: "sam@meterhouse.example",
    name: "Sam Ortiz",
    role: "Platform admin",
    account: "Back office",
    description: "Runs the platform: customers, webhooks, jobs, revenue.",
  },
];
