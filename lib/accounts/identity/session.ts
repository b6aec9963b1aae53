/** A signed-in person, as the identity provider vouches for them. */
export interface Session {
  /** Subject of the token. */
  readonly personId: string;
  readonly sessionId: string;
  /** The provider's token for Supabase (Clerk); null with the local identity. */
  readonly providerToken: string | null;
}
