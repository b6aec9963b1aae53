import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";

const POOL_SIZE = 10;

/** PostgREST shows bytes as Postgres prints them, `\\x` and hexadecimal digits. */
const bytes = { to: 17, from: [17], serialize: (value: string) => value, parse: (text: string) => text };

/**
 * Connects the gateway as Supabase does: requests run as `authenticator`, which owns nothing and becomes
 * `anon`, `authenticated` or `service_role` for each request.
 *
 * Two things of the library are replaced. It reads the schema through the requests' own connection, where
 * `authenticator` sees no table; here the schema is read by the owner. And on the first request it grants all
 * on every table to the API roles, which would undo each `revoke` of a migration; here it must not.
 */
export function connectAsAuthenticator(urls: { requestUrl: string; schemaUrl: string }): {
  requests: PostgresConnection;
  close: () => Promise<void>;
} {
  const schema = createPostgresConnection({ url: urls.schemaUrl, postgresOptions: { max: 1 } });
  const requests = createPostgresConnection({
    url: urls.requestUrl,
    postgresOptions: { max: POOL_SIZE, types: { bytea: bytes } },
  });
  requests.introspect = (options) => schema.introspect(options);
  requests.viewOptionsMetadata = (name, viewSchema) => schema.viewOptionsMetadata(name, viewSchema);
  Object.defineProperty(requests, "ensureRlsContext", { value: async () => true });
  return {
    requests,
    close: async () => {
      await Promise.all([requests.close(), schema.close()]);
    },
  };
}
