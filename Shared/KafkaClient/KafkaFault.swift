import CRDKafka
public import Observability

/// What went wrong with the cluster, a record or a group. Says nothing of keys, values or credentials.
public struct KafkaFault: SafelyDescribed, Equatable {
    /// The kinds that a caller may treat differently.
    public enum Kind: UInt8, Sendable, CaseIterable {
        // The cluster.
        case unreachable, timedOut, leaderUnavailable, coordinatorUnavailable, notEnoughReplicas
        case handshakeFailed, authenticationFailed, authorizationFailed, unsupported, unknownTopic, topicExists,
            throttled
        // A record.
        case recordTooLarge, recordInvalid, emptyKey, undeclaredTopic, corrupt
        // A group.
        case rebalancing, notAssigned, offsetLost, fenced
        // A client.
        case queueFull, purged, fatal, closed, tooMany, other
    }

    public let kind: Kind
    /// librdkafka's number, negative for its own errors and positive for the broker's; 0 for those that are ours.
    public let code: Int32

    init(_ kind: Kind) {
        self.kind = kind
        code = 0
    }

    init(_ code: rd_kafka_resp_err_t, isFatal: Bool = false, reason: String = "") {
        self.code = code.rawValue
        let kind = isFatal ? .fatal : Self.kind(of: code)
        self.kind = kind == .unreachable && Self.isOfHandshake(reason) ? .handshakeFailed : kind
    }

    /// Whether a connection was lost while TLS and the user were being agreed on: mostly somebody has named the wrong
    /// listener. librdkafka gives that the number of any other loss and says the difference in words only (seen: "SSL
    /// handshake failed: Disconnected: connecting to a PLAINTEXT broker listener? (after 0ms in state SSL_HANDSHAKE)";
    /// the states that follow are named AUTH_…).
    private static func isOfHandshake(_ reason: String) -> Bool {
        reason.contains("in state SSL_HANDSHAKE") || reason.contains("in state AUTH_")
    }

    public static func == (left: KafkaFault, right: KafkaFault) -> Bool {
        left.kind == right.kind && left.code == right.code
    }

    /// Whether the same may succeed later, without anybody changing it.
    public var isRetriable: Bool {
        switch kind {
        case .unreachable, .handshakeFailed, .timedOut, .leaderUnavailable, .coordinatorUnavailable, .notEnoughReplicas,
            .rebalancing,
            .queueFull, .purged, .throttled, .fatal, .tooMany, .corrupt:
            true
        case .authenticationFailed, .authorizationFailed, .unsupported, .unknownTopic, .topicExists, .recordTooLarge,
            .recordInvalid, .emptyKey, .undeclaredTopic, .notAssigned, .offsetLost, .fenced, .closed, .other:
            false
        }
    }

    /// Whether the record itself is at fault: nothing will ever make this one acceptable.
    public var isPermanentForRecord: Bool {
        switch kind {
        case .recordTooLarge, .recordInvalid, .emptyKey, .undeclaredTopic, .unknownTopic: true
        default: false
        }
    }

    /// Whether the client that reported it is of no more use.
    public var isFatal: Bool { kind == .fatal || kind == .fenced }

    /// Whether it only says that no broker is left, and not why: another fault has said that of each of them.
    var isSummary: Bool { code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN.rawValue }

    public var label: StaticString {
        switch kind {
        case .unreachable: "kafka_unreachable"
        case .timedOut: "kafka_timed_out"
        case .leaderUnavailable: "kafka_leader_unavailable"
        case .coordinatorUnavailable: "kafka_coordinator_unavailable"
        case .notEnoughReplicas: "kafka_not_enough_replicas"
        case .handshakeFailed: "kafka_handshake_failed"
        case .authenticationFailed: "kafka_authentication_failed"
        case .authorizationFailed: "kafka_authorization_failed"
        case .unsupported: "kafka_unsupported"
        case .unknownTopic: "kafka_unknown_topic"
        case .topicExists: "kafka_topic_exists"
        case .throttled: "kafka_throttled"
        case .recordTooLarge: "kafka_record_too_large"
        case .recordInvalid: "kafka_record_invalid"
        case .emptyKey: "kafka_empty_key"
        case .undeclaredTopic: "kafka_undeclared_topic"
        case .corrupt: "kafka_corrupt"
        case .rebalancing: "kafka_rebalancing"
        case .notAssigned: "kafka_not_assigned"
        case .offsetLost: "kafka_offset_lost"
        case .fenced: "kafka_fenced"
        case .queueFull: "kafka_queue_full"
        case .purged: "kafka_purged"
        case .fatal: "kafka_fatal"
        case .closed: "kafka_closed"
        case .tooMany: "kafka_too_many"
        case .other: "kafka_other"
        }
    }

    /// librdkafka's constant text for the number: it has no room for anything of ours.
    public var description: String {
        guard code != 0 else { return label.description }
        return "\(label) (\(code)): \(String(cString: rd_kafka_err2str(rd_kafka_resp_err_t(code))))"
    }
}

extension KafkaFault {
    private static func kind(of code: rd_kafka_resp_err_t) -> Kind {
        switch code {
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE:
            .unreachable
        case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT,
            RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
            .timedOut
        case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE:
            .leaderUnavailable
        case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR__WAIT_COORD:
            .coordinatorUnavailable
        case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
            .notEnoughReplicas
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
            RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,
            RD_KAFKA_RESP_ERR__SSL:
            .authenticationFailed
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
            .authorizationFailed
        case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION,
            RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED, RD_KAFKA_RESP_ERR_NOT_CONTROLLER:
            .unsupported
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
            .unknownTopic
        case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS: .topicExists
        case RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED: .throttled
        default: kindOfOther(code)
        }
    }

    private static func kindOfOther(_ code: rd_kafka_resp_err_t) -> Kind {
        switch code {
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE: .recordTooLarge
        case RD_KAFKA_RESP_ERR_INVALID_RECORD, RD_KAFKA_RESP_ERR_INVALID_MSG, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
            RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE:
            .recordInvalid
        case RD_KAFKA_RESP_ERR__BAD_MSG, RD_KAFKA_RESP_ERR__BAD_COMPRESSION: .corrupt
        case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
            RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS,
            RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
            .rebalancing
        case RD_KAFKA_RESP_ERR__STATE, RD_KAFKA_RESP_ERR__NO_OFFSET: .notAssigned
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET: .offsetLost
        case RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID: .fenced
        case RD_KAFKA_RESP_ERR__QUEUE_FULL: .queueFull
        case RD_KAFKA_RESP_ERR__PURGE_QUEUE, RD_KAFKA_RESP_ERR__PURGE_INFLIGHT: .purged
        case RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
            RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID:
            .fatal
        case RD_KAFKA_RESP_ERR__DESTROY: .closed
        default: .other
        }
    }
}
