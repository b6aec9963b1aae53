/** A signed-in person, as the identity provider vouches for them. */
export interface Session {
  /** Subject of the token. */
  readonly personId: string;
  readonly sessionId: string;
  /** When the person last proved who they are; null when the token does not say, which counts as long ago. */
  readonly verifiedAt: Date | null;
  /** The provider's token for Supabase (Clerk); null with the local identity. */
  readonly providerToken: string | null;
}
