/// What a service needs of a server before its migrations can run: its roles, its database, and who may do what there.
///
/// Every step may be repeated. A role is made without any power beyond logging in, and one that has more is refused by
/// being set back. Timeouts are belts for whoever connects as the role: our client sets its own, shorter ones. Nobody
/// but the roles of the service may connect, and what a function does is for those it is granted to.
public struct DatabasePreparation: Sendable, Equatable {
    /// One step, with the connection it needs.
    public enum Step: Sendable, Equatable {
        /// Statements in the server's own database.
        case server(String)
        /// The password of a role. It is never printed: psql takes it from the environment.
        case password(role: String, variable: String)
        /// CREATE DATABASE, which runs alone.
        case createDatabase(ServiceDatabase)
        /// Statements in the service's database.
        case database(ServiceDatabase, String)
    }

    public let steps: [Step]

    /// The steps for one service.
    public init(for target: ServiceDatabase) {
        let (owner, app, system) = (target.role(.owner), target.role(.app), target.role(.system))
        steps =
            ServiceDatabase.Role.allCases.flatMap { role in
                [
                    Step.server(Self.creation(of: target.role(role), role)),
                    .server(Self.settings(of: target.role(role), role)),
                    .password(role: target.role(role), variable: target.passwordVariable(of: role)),
                ]
            } + [
                .server(Self.membership(of: owner)),
                .createDatabase(target),
                .server(
                    """
                    ALTER DATABASE \(target.name) OWNER TO \(owner);
                    REVOKE ALL ON DATABASE \(target.name) FROM PUBLIC;
                    GRANT CONNECT ON DATABASE \(target.name) TO \(app), \(system);
                    ALTER DATABASE \(target.name) SET timezone TO 'UTC';
                    """),
                .database(
                    target,
                    """
                    REVOKE ALL ON SCHEMA public FROM PUBLIC;
                    GRANT USAGE, CREATE ON SCHEMA public TO \(owner);
                    GRANT USAGE ON SCHEMA public TO \(app), \(system);
                    ALTER DEFAULT PRIVILEGES FOR ROLE \(owner) REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
                    ALTER DEFAULT PRIVILEGES FOR ROLE \(owner) REVOKE USAGE ON TYPES FROM PUBLIC;
                    """),
            ]
    }

    /// A role that can log in and nothing else. The owner has what the owner of a database has by its membership in
    /// `pg_database_owner`; the others use no right of another role.
    private static func creation(of name: String, _ role: ServiceDatabase.Role) -> String {
        let inherits = role == .owner
        let attributes =
            "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE \(inherits ? "INHERIT" : "NOINHERIT") NOREPLICATION NOBYPASSRLS"
        // An administrator who is no superuser may not even name some of these for a role that has them not.
        return """
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(name)') THEN
                    CREATE ROLE \(name) \(attributes);
                ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = '\(name)' AND (NOT rolcanlogin OR rolsuper
                    OR rolcreatedb OR rolcreaterole OR rolinherit <> \(inherits) OR rolreplication OR rolbypassrls)) THEN
                    ALTER ROLE \(name) \(attributes);
                END IF;
            END $$;
            """
    }

    private static func settings(of name: String, _ role: ServiceDatabase.Role) -> String {
        let timeouts: (statement: String, lock: String, idle: String) =
            switch role {
            case .owner: ("10min", "10s", "60s")
            case .app: ("15s", "5s", "15s")
            case .system: ("60s", "5s", "60s")
            }
        return """
            ALTER ROLE \(name) SET search_path TO public, pg_temp;
            ALTER ROLE \(name) SET statement_timeout TO '\(timeouts.statement)';
            ALTER ROLE \(name) SET lock_timeout TO '\(timeouts.lock)';
            ALTER ROLE \(name) SET idle_in_transaction_session_timeout TO '\(timeouts.idle)';
            """
    }

    /// Whoever is not a superuser must belong to a role to make it the owner of something.
    private static func membership(of owner: String) -> String {
        """
        DO $$
        BEGIN
            IF NOT pg_has_role(current_user, '\(owner)', 'MEMBER') THEN
                GRANT \(owner) TO CURRENT_USER;
            END IF;
        END $$;
        """
    }
}

extension ServiceDatabase {
    /// The environment variable that a role's password is taken from, such as `RISHI_BOOKING_APP_PASSWORD`.
    public func passwordVariable(of role: Role) -> String {
        "RISHI_\(rawValue.uppercased())_\(role.rawValue.uppercased())_PASSWORD"
    }
}
