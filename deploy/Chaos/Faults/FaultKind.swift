/// What goes wrong in a run, one at a time or one during another.
enum FaultKind: String, CaseIterable, Sendable {
    // At a named moment of a service's talk with its database: the process is killed.
    case writerBeforeCommit = "kill-writer-before-commit"
    case writerAfterCommit = "kill-writer-after-commit"
    case consumerBeforeCommit = "kill-consumer-before-commit"
    case consumerAfterCommit = "kill-consumer-after-commit"
    case relayAfterRead = "kill-relay-after-read"
    case relayBeforeDelete = "kill-relay-before-delete"
    case relayAfterDelete = "kill-relay-after-delete"
    /// The answer to COMMIT is cut off, and everybody lives.
    case commitUnanswered = "cut-at-commit"
    // At any moment.
    case kill = "kill-anywhere"
    case killGateway = "kill-gateway"
    case stop = "stop-and-continue"
    case terminateBackends = "terminate-backends"
    case restartPostgres = "restart-postgres"
    // The broker's own, by its commands.
    case brokerDown = "broker-down"
    case brokerSlow = "broker-slow"
    case loseAcknowledgements = "lose-acknowledgements"
    case loseRequests = "lose-requests"
    case rebalance = "rebalance"
    case fatalProducer = "fatal-producer"
    case leaderless = "leaderless"

    /// What a moment is waited for at, and what happens then; nil for faults that need none.
    var point: (moment: StatementMoment, isAfter: Bool)? {
        switch self {
        case .writerBeforeCommit: (.writerCommit, false)
        case .writerAfterCommit: (.writerCommit, true)
        case .consumerBeforeCommit: (.consumerCommit, false)
        case .consumerAfterCommit: (.consumerCommit, true)
        case .relayAfterRead: (.outboxRead, true)
        case .relayBeforeDelete: (.outboxDelete, false)
        case .relayAfterDelete: (.outboxDelete, true)
        case .commitUnanswered: (.writerCommit, true)
        default: nil
        }
    }

    /// Whether it is done by commands that only the local broker has.
    var needsLocalBroker: Bool {
        switch self {
        case .brokerDown, .brokerSlow, .loseAcknowledgements, .loseRequests, .rebalance, .fatalProducer, .leaderless:
            true
        default: false
        }
    }

    /// Most faults are deaths; what takes long, or stops everybody, comes seldom.
    var weight: Int {
        switch self {
        case .kill: 6
        case .restartPostgres, .brokerDown, .stop: 1
        default: 3
        }
    }

    /// Kinds as often as they weigh.
    static func lots(hasLocalBroker: Bool) -> [FaultKind] {
        allCases.filter { hasLocalBroker || !$0.needsLocalBroker }.flatMap { Array(repeating: $0, count: $0.weight) }
    }
}
