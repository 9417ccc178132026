extension DatabasePreparation {
    /// The steps as a script for psql, to be read before it is run. Passwords come from psql's environment.
    public var script: String {
        steps.map { step in
            switch step {
            case .server(let statements): statements
            case .password(let role, let variable):
                """
                \\getenv password \(variable)
                \\if :{?password}
                ALTER ROLE \(role) PASSWORD :'password';
                \\unset password
                \\endif
                """
            case .createDatabase(let target):
                """
                SELECT 'CREATE DATABASE \(target.name) \(Self.locale)'
                WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '\(target.name)') \\gexec
                """
            case .database(let target, let statements):
                """
                \\set administration :DBNAME
                \\connect \(target.name)
                \(statements)
                \\connect :administration
                """
            }
        }.joined(separator: "\n\n") + "\n"
    }

    /// Text is compared by its code points, the fastest order and one that no update of a library changes under an
    /// index, while upper and lower case are those of all letters.
    private static let locale = #"TEMPLATE template0 ENCODING UTF8 LC_COLLATE "C" LC_CTYPE "C.UTF-8""#
}
