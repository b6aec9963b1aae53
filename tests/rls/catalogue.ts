import type postgres from "postgres";

export interface TableFacts {
  readonly name: string;
  /** r table, p partitioned, v view, m materialised view, f foreign */
  readonly kind: string;
  readonly has_rls: boolean;
  readonly comment: string | null;
}

/** Everything in the public schema that can be selected from. */
export async function listTables(sql: postgres.Sql): Promise<readonly TableFacts[]> {
  return await sql<TableFacts[]>`
    select c.relname as name, c.relkind as kind, c.relrowsecurity as has_rls, obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by c.relname`;
}

export interface FunctionFacts {
  readonly oid: number;
  readonly name: string;
  readonly is_definer: boolean;
  readonly settings: readonly string[];
  readonly by_public: boolean;
  readonly executors: readonly string[];
}

/** Every function of ours, and which of the API's roles may execute it. */
export async function listFunctions(sql: postgres.Sql): Promise<readonly FunctionFacts[]> {
  return await sql<FunctionFacts[]>`
    select p.oid::int as oid, n.nspname || '.' || p.proname as name, p.prosecdef as is_definer,
      coalesce(p.proconfig, '{}') as settings,
      exists (
        select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where a.grantee = 0 and a.privilege_type = 'EXECUTE'
      ) as by_public,
      array(
        select r from unnest(array['anon', 'authenticated', 'service_role']) r
        where has_function_privilege(r, p.oid, 'execute')
      ) as executors
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 2, 1`;
}

export interface PolicyFacts {
  readonly table: string;
  readonly name: string;
  readonly command: string;
  readonly roles: readonly string[];
  readonly permissive: string;
  /** Which rows it lets be seen or touched. */
  readonly condition: string | null;
  /** What a written row must satisfy. */
  readonly written: string | null;
}

export async function listPolicies(sql: postgres.Sql): Promise<readonly PolicyFacts[]> {
  return await sql<PolicyFacts[]>`
    select tablename as table, policyname as name, cmd as command, roles::text[] as roles, permissive, qual as condition,
      with_check as written
    from pg_policies where schemaname = 'public' order by 1, 2`;
}
