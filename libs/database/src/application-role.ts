/**
 * The role under which the application works, whatever the login of its connections: it has the rows of every table, but
 * owns none, and of the audit log it has only the reading (migrations/0025_audit_log.sql).
 */
export const APPLICATION_ROLE = 'roost_app';

/** What a connection is begun with. Without a role it has its login's rights, as what migrates needs them. */
export function startOptions(role?: typeof APPLICATION_ROLE): string {
  const settings = '-c timezone=UTC -c jit=off';
  return role === undefined ? settings : `${settings} -c role=${role}`;
}
