/// A service's place in a group, with what the group must know about it.
public struct ServiceEntry: Sendable {
    /// What it means when the service returns although nobody asked it to stop.
    public enum EarlyReturn: Sendable, Equatable {
        /// It should have gone on: the group stops and the process fails.
        case isFault
        /// Its work is done (a migration): the group goes on without it.
        case isExpected
        /// Its end is the group's end (a job): the group stops and the process succeeds.
        case endsGroup
    }

    public let service: any Service
    public let earlyReturn: EarlyReturn
    /// How long the service may take to finish before it is cancelled.
    public let stopMax: Duration

    public init(
        _ service: any Service, earlyReturn: EarlyReturn = .isFault, stopMax: Duration = LifecycleLimits.stopMax
    ) {
        self.service = service
        self.earlyReturn = earlyReturn
        self.stopMax = stopMax
    }
}

/// The times a group allows.
public enum LifecycleLimits {
    /// One service's time to finish, unless its entry says otherwise.
    public static let stopMax: Duration = .seconds(10)
    /// The whole group's. Below the 30 s after which Kubernetes kills.
    public static let graceMax: Duration = .seconds(25)
    /// How long a cancelled service may take to return before it is abandoned.
    public static let cancelMax: Duration = .seconds(2)
}

/// Why a group ended.
public enum GroupEnd: Sendable, Equatable {
    /// A signal asked for it.
    case signal(ProcessSignal)
    /// A service whose end is the group's end returned.
    case finished(service: String)
    /// A service returned that should have gone on.
    case returnedEarly(service: String)
    /// A service threw.
    case failed(service: String)
    /// The task that ran the group was cancelled.
    case cancelled
}

/// How a group ended, in full.
public struct GroupOutcome: Sendable, Equatable {
    public var end: GroupEnd
    /// Services that did not finish in time and were cancelled.
    public var cancelledServices: [String] = []
    /// Services that threw, the first cause and those that failed to stop cleanly.
    public var failedServices: [String] = []
    /// The signal that cut the graceful stop short.
    public var forcedBy: ProcessSignal?

    /// 0 when everything finished as asked; 128 and the signal's number when a second signal forced the end; else 1.
    public var exitCode: Int32 {
        if let forcedBy { return 128 + forcedBy.rawValue }
        guard cancelledServices.isEmpty, failedServices.isEmpty else { return 1 }
        switch end {
        case .signal, .finished: return 0
        case .returnedEarly, .failed, .cancelled: return 1
        }
    }
}

/// The signals a group acts on.
public enum ProcessSignal: Int32, Sendable, Equatable, CaseIterable {
    /// SIGHUP: read again what can be read again.
    case reload = 1
    /// SIGINT, from a terminal.
    case interrupt = 2
    /// SIGTERM, from whoever runs us.
    case terminate = 15
}

/// Where a group as a whole stands; readiness follows it.
public enum LifecyclePhase: String, Sendable, Equatable {
    /// Services are coming up. Can transition to: ready, draining.
    case starting
    /// Every service has started. Can transition to: draining.
    case ready
    /// Services are finishing, last started first. Final.
    case draining
}
