extension PostgresServer {
    /// The one server of this process, started when first asked for. It has `fast` durability and ends with the
    /// process; tests take a database of their own on it.
    public static var shared: PostgresServer {
        get async throws(LocalPostgresError) {
            try await sharedOnce.value { () async throws(LocalPostgresError) in
                try await PostgresServer(.fast, settings: [:], isShared: true)
            }
        }
    }

    private static let sharedOnce = OnceAsync<PostgresServer, LocalPostgresError>()
}
