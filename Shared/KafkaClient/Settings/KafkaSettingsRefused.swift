public import Observability

/// Something about the settings that cannot work.
public struct KafkaSettingFault: Sendable, Equatable, CustomStringConvertible {
    /// The member of the settings, or librdkafka's own name for it.
    public let setting: String
    /// Why, without the value.
    public let reason: String

    init(_ setting: String, _ reason: String) {
        self.setting = setting
        self.reason = reason
    }

    public var description: String { "\(setting) \(reason)" }
}

/// Settings that no client can be made with; all faults at once.
public struct KafkaSettingsRefused: SafelyDescribed, Equatable {
    public let faults: [KafkaSettingFault]

    public var label: StaticString { "kafka_settings_refused" }
    public var description: String { faults.map(\.description).joined(separator: "; ") }
}

extension KafkaConnection {
    var faults: [KafkaSettingFault] {
        var faults: [KafkaSettingFault] = []
        if bootstrapServers.isEmpty { faults.append(KafkaSettingFault("bootstrapServers", "names no broker")) }
        for server in bootstrapServers where !Self.isHostAndPort(server) {
            faults.append(KafkaSettingFault("bootstrapServers", "has an entry that is not host:port"))
        }
        if clientID.isEmpty { faults.append(KafkaSettingFault("clientID", "is empty")) }
        faults.check("socketTimeout", socketTimeout, in: .milliseconds(10) ... .seconds(300))
        faults.check("setupTimeout", setupTimeout, in: .seconds(1) ... .seconds(300))
        faults.check("reconnectDelayMax", reconnectDelayMax, in: .milliseconds(100) ... .seconds(300))
        switch security {
        case .plaintext: break
        case .tls(let tls): faults += tls.faults
        case .sasl(let credentials, let tls):
            if credentials.user.isEmpty { faults.append(KafkaSettingFault("security", "names no user")) }
            if credentials.password.revealed.isEmpty {
                faults.append(KafkaSettingFault("security", "has an empty password"))
            }
            faults += tls?.faults ?? []
        }
        return faults
    }

    /// Commas separate servers in librdkafka's list, so none may hide in one.
    private static func isHostAndPort(_ server: String) -> Bool {
        guard let colon = server.lastIndex(of: ":"), colon != server.startIndex, !server.contains(",") else {
            return false
        }
        return UInt16(server[server.index(after: colon)...]).map { $0 > 0 } ?? false
    }
}

extension KafkaTLS {
    fileprivate var faults: [KafkaSettingFault] {
        (certificateFile == nil) == (keyFile == nil)
            ? [] : [KafkaSettingFault("security", "needs certificate and key together")]
    }
}

extension [KafkaSettingFault] {
    mutating func check<Value: Comparable>(_ setting: String, _ value: Value, in range: ClosedRange<Value>) {
        guard !range.contains(value) else { return }
        append(KafkaSettingFault(setting, "is not from \(range.lowerBound) to \(range.upperBound)"))
    }
}
