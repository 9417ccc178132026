extension PostgresServer {
    /// The one server of this process, started when first asked for. It has `fast` durability and ends with the
    /// process; tests take a database of their own on it.
    public static var shared: PostgresServer {
        get async throws(LocalPostgresError) { try await SharedServer.only.server() }
    }
}

/// Starts the shared server once, whoever asks first, and makes the others wait.
private actor SharedServer {
    static let only = SharedServer()

    private var result: Result<PostgresServer, LocalPostgresError>?
    private var isStarting = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func server() async throws(LocalPostgresError) -> PostgresServer {
        if isStarting { await withCheckedContinuation { waiters.append($0) } }
        if let result { return try result.get() }
        isStarting = true
        let started: Result<PostgresServer, LocalPostgresError>
        do throws(LocalPostgresError) {
            started = .success(try await PostgresServer(.fast, settings: [:], isShared: true))
        } catch {
            started = .failure(error)
        }
        result = started
        isStarting = false
        for waiter in waiters { waiter.resume() }
        waiters = []
        return try started.get()
    }
}
