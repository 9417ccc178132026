import EventLoop

/// Where the database is and who we are there, from one connection string: `postgres://user@host:5432/bookings_db`, or
/// libpq's `host=… dbname=…`. Every option that libpq knows may be given.
public struct DatabaseSettings: Sendable, CustomStringConvertible {
    private let options: [(keyword: String, value: String)]
    /// What the server shows as the connection's owner in `pg_stat_activity`.
    public let applicationName: String

    /// Reads a connection string. The error names what is wrong, never the text, which may hold a password.
    public init(_ text: String, applicationName: String) throws(PostgresError) {
        switch ConnectionText.options(text) {
        case .success(let options): self.options = options
        case .failure: throw .configuration("neither a postgres:// URL nor key=value pairs that libpq knows")
        }
        self.applicationName = applicationName
        guard value("service") == nil else { throw .configuration("service files are not supported") }
        guard value("dbname") != nil else { throw .configuration("the database's name is missing") }
    }

    /// The host, port, database and user, for logs. Never the password.
    public var description: String {
        let parts = ["host", "port", "dbname", "user"].compactMap { key in value(key).map { "\(key)=\($0)" } }
        return parts.joined(separator: " ")
    }

    private func value(_ keyword: String) -> String? {
        options.last { $0.keyword == keyword && !$0.value.isEmpty }?.value
    }

    /// What libpq is given: the options, host names as addresses, and the session's settings.
    func resolvedOptions(
        _ limits: PostgresLimits, on blocking: BlockingThread
    ) async throws(PostgresError) -> [(keyword: String, value: String)] {
        var result = options.filter { !["options", "application_name", "client_encoding"].contains($0.keyword) }
        if let addresses = try await addresses(on: blocking) { result.append(("hostaddr", addresses)) }
        result.append(("application_name", applicationName))
        result.append(("client_encoding", "UTF8"))
        let ours = [("gssencmode", "disable")] + Self.keepAlive(limits)
        for (keyword, text) in ours where value(keyword) == nil { result.append((keyword, text)) }
        result.append(("options", sessionOptions(limits)))
        return result
    }

    /// How our end notices that the other has vanished. libpq leaves local sockets alone.
    private static func keepAlive(_ limits: PostgresLimits) -> [(String, String)] {
        [
            ("keepalives", "1"), ("keepalives_idle", "\(limits.keepAliveIdle.seconds)"),
            ("keepalives_interval", "\(limits.keepAliveInterval.seconds)"),
            ("keepalives_count", "\(limits.keepAliveProbes)"),
            ("tcp_user_timeout", "\(limits.unacknowledgedMax.milliseconds)"),
        ]
    }

    /// How the server does. Without it a link that is half open holds the session's locks for hours.
    private static func serverKeepAlive(_ limits: PostgresLimits) -> String {
        """
        -c tcp_keepalives_idle=\(limits.keepAliveIdle.seconds) \
        -c tcp_keepalives_interval=\(limits.keepAliveInterval.seconds) \
        -c tcp_keepalives_count=\(limits.keepAliveProbes) \
        -c tcp_user_timeout=\(limits.unacknowledgedMax.milliseconds)
        """
    }

    /// The server ends what a caller has given up; a moment earlier, so that the answer comes in time. That is ours to
    /// say; how patient the connection is, the given options may say otherwise.
    private func sessionOptions(_ limits: PostgresLimits) -> String {
        let settings = [
            "statement_timeout": limits.unitTimeout.milliseconds * 9 / 10,
            "idle_in_transaction_session_timeout": limits.idleInTransactionTimeout.milliseconds,
        ]
        let ours = settings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\($0.value)" } + ["-c TimeZone=UTC"]
        return ([Self.serverKeepAlive(limits)] + [value("options")].compactMap { $0 } + ours).joined(separator: " ")
    }

    /// The addresses of the hosts, which libpq would resolve while the loop waits; nil when there is nothing to.
    private func addresses(on blocking: BlockingThread) async throws(PostgresError) -> String? {
        guard value("hostaddr") == nil, let hosts = value("host") else { return nil }
        let names = hosts.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.contains(where: { !$0.hasPrefix("/") && !$0.hasPrefix("@") && !$0.isEmpty }) else { return nil }
        do {
            return try await blocking.run {
                try names.map { name in
                    if name.hasPrefix("/") || name.hasPrefix("@") || name.isEmpty { return "" }
                    return try NameResolution.addresses(of: name, port: 0).first?.host ?? ""
                }.joined(separator: ",")
            }
        } catch {
            throw .connectFailed(nil)
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least one.
    var milliseconds: Int64 { max(1, wholeNanoseconds / 1_000_000) }

    /// Whole seconds, at least one.
    var seconds: Int64 { max(1, components.seconds) }
}
