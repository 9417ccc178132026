public import Identifiers
public import JSON
import Observability

/// How something is, worst last.
public enum HealthStatus: String, Sendable, CaseIterable, Comparable {
    case healthy
    case degraded
    case unhealthy

    public static func < (left: HealthStatus, right: HealthStatus) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .healthy: 0
        case .degraded: 1
        case .unhealthy: 2
        }
    }
}

/// The parts a health report tells about, by the report's own member names.
public enum ComponentKind: String, Sendable, CaseIterable {
    case database
    case eventBus
    case circuitBreakers
    case memory
    case external
}

/// What one look at one component found.
public struct ComponentHealth: Sendable, Equatable {
    public var status: HealthStatus
    public var responseTime: Duration?
    public var lastCheck: Timestamp
    /// Figures and constant words: anybody who may reach the port reads them, so nothing personal and no host names.
    public var details: JSONObject

    public init(
        _ status: HealthStatus, at moment: Timestamp, responseTime: Duration? = nil, details: JSONObject = JSONObject()
    ) {
        self.status = status
        self.responseTime = responseTime
        self.lastCheck = moment
        self.details = details
    }

    /// A dependency that answered after `responseTime`: slow is degraded.
    public static func answered(
        after responseTime: Duration, at moment: Timestamp, slowFrom limit: Duration = HealthThresholds.slowAnswer
    ) -> ComponentHealth {
        ComponentHealth(responseTime < limit ? .healthy : .degraded, at: moment, responseTime: responseTime)
    }

    /// A check that threw: unhealthy, with as much of the reason as may be shown.
    public static func failed(_ error: any Error, at moment: Timestamp) -> ComponentHealth {
        let reason = (error as? any SafelyDescribed)?.label.description ?? String(describing: type(of: error))
        return ComponentHealth(.unhealthy, at: moment, details: ["error": .string(reason)])
    }

    /// Memory in use against what may be used.
    public static func memory(usedBytes: Int, limitBytes: Int, at moment: Timestamp) -> ComponentHealth {
        let percent = limitBytes > 0 ? Int((Double(usedBytes) / Double(limitBytes) * 100).rounded()) : 0
        let status: HealthStatus =
            percent > HealthThresholds.memoryUnhealthyPercent
            ? .unhealthy : percent > HealthThresholds.memoryDegradedPercent ? .degraded : .healthy
        return ComponentHealth(
            status, at: moment,
            details: [
                "usedMB": .number(.integer(Int64(usedBytes >> 20))),
                "totalMB": .number(.integer(Int64(limitBytes >> 20))),
                "usagePercent": .number(.integer(Int64(percent))),
            ])
    }

    /// The process's memory as it is now; nil when the kernel does not tell.
    public static func memory(at moment: Timestamp) -> ComponentHealth? {
        guard let memory = ProcessReading.memory(), let limit = ProcessReading.memoryLimitBytes() else { return nil }
        return .memory(usedBytes: memory.residentBytes, limitBytes: limit, at: moment)
    }

    /// Circuit breakers: any that is open degrades.
    public static func breakers(open: Int, of total: Int, at moment: Timestamp) -> ComponentHealth {
        ComponentHealth(
            open > 0 ? .degraded : .healthy, at: moment,
            details: [
                "openCircuits": .number(.integer(Int64(open))), "circuits": .number(.integer(Int64(total))),
            ])
    }

    /// Errors in the last hour: a few degrade, many are unhealthy.
    public static func status(ofErrorsInTheLastHour errors: Int) -> HealthStatus {
        errors > HealthThresholds.errorsUnhealthy
            ? .unhealthy : errors > HealthThresholds.errorsDegraded ? .degraded : .healthy
    }
}

/// Where one status ends and the next begins.
public enum HealthThresholds {
    /// A dependency that takes this long is degraded.
    public static let slowAnswer: Duration = .seconds(1)
    /// More than this of the memory in use degrades.
    public static let memoryDegradedPercent = 75
    /// More than this of the memory in use is unhealthy.
    public static let memoryUnhealthyPercent = 90
    /// More errors than this within an hour degrade.
    public static let errorsDegraded = 10
    /// More errors than this within an hour are unhealthy.
    public static let errorsUnhealthy = 50
    /// What was not looked at for this long is at best degraded: its checker hangs.
    public static let stale: Duration = .seconds(60)
}
