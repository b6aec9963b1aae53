/** An amount of money: integer minor units (cents, pence, paise) and an ISO 4217 code in any case. */
export type Money = { amountMinor: number; currency: string };
