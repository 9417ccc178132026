import CRDKafka

/// Something that goes wrong in a mock cluster, or is put right again. Brokers are numbered from 1; nil is all of them.
public enum MockFault: Sendable, Equatable {
    /// Connections are broken and refused; data, port and leadership stay.
    case down(broker: Int?)
    case up(broker: Int?)
    /// Every answer takes this much longer; zero ends it.
    case slow(Duration, broker: Int?)
    /// The next requests are not carried out, and their connections break.
    case loseRequests(MockRequest, count: Int, broker: Int?)
    /// The next requests are carried out, and the answers come so late that the client has given up: longer than its
    /// socket timeout.
    case loseAnswers(MockRequest, count: Int, delay: Duration, broker: Int?)
    /// The next requests are answered with an error of the protocol: 10 is permanent for a record, 45 fatal for an
    /// idempotent producer, 6 and 7 pass, 27 makes a group rebalance.
    case fail(MockRequest, code: Int, count: Int, broker: Int?)
    /// The partition has no leader, until `leader` names one.
    case leaderless(topic: String, partition: Int)
    case leader(topic: String, partition: Int, broker: Int)
    /// The topic's metadata carry an error of the protocol; 0 ends it.
    case topicError(topic: String, code: Int)
    /// Another broker coordinates the group.
    case moveCoordinator(group: String, broker: Int)
}

/// The kinds of request that can be spoiled, by the protocol's names.
public enum MockRequest: String, Sendable, CaseIterable {
    case produce = "Produce"
    case fetch = "Fetch"
    case listOffsets = "ListOffsets"
    case offsetCommit = "OffsetCommit"
    case offsetFetch = "OffsetFetch"
    case findCoordinator = "FindCoordinator"
    case joinGroup = "JoinGroup"
    case heartbeat = "Heartbeat"
    case leaveGroup = "LeaveGroup"
    case syncGroup = "SyncGroup"
    case initProducerID = "InitProducerId"

    var apiKey: Int16 {
        switch self {
        case .produce: 0
        case .fetch: 1
        case .listOffsets: 2
        case .offsetCommit: 8
        case .offsetFetch: 9
        case .findCoordinator: 10
        case .joinGroup: 11
        case .heartbeat: 12
        case .leaveGroup: 13
        case .syncGroup: 14
        case .initProducerID: 22
        }
    }
}

extension MockCluster {
    /// Makes something go wrong, or right again.
    public func apply(_ fault: MockFault) throws(MockRefusal) {
        switch fault {
        case .down(let broker):
            let number = try number(of: broker)
            try call("down") { rd_kafka_mock_broker_set_down($0, number) }
        case .up(let broker):
            let number = try number(of: broker)
            try call("up") { rd_kafka_mock_broker_set_up($0, number) }
        case .slow(let delay, let broker):
            let number = try number(of: broker)
            let milliseconds = try Self.milliseconds(delay)
            try call("slow") { rd_kafka_mock_broker_set_rtt($0, number, milliseconds) }
        case .loseRequests(let request, let count, let broker):
            try push(request, RD_KAFKA_RESP_ERR__TRANSPORT, .zero, count, broker)
        case .loseAnswers(let request, let count, let delay, let broker):
            try push(request, RD_KAFKA_RESP_ERR_NO_ERROR, delay, count, broker)
        case .fail(let request, let code, let count, let broker):
            try push(request, rd_kafka_resp_err_t(Int32(clamping: code)), .zero, count, broker)
        case .leaderless(let topic, let partition):
            try setLeader(topic, partition, -1)
        case .leader(let topic, let partition, let broker):
            try setLeader(topic, partition, try number(of: broker))
        case .topicError(let topic, let code):
            try call("topicError") { cluster in
                rd_kafka_mock_topic_set_error(cluster, topic, rd_kafka_resp_err_t(Int32(clamping: code)))
                return RD_KAFKA_RESP_ERR_NO_ERROR
            }
        case .moveCoordinator(let group, let broker):
            let number = try number(of: broker)
            try call("moveCoordinator") { rd_kafka_mock_coordinator_set($0, "group", group, number) }
        }
    }

    /// How many requests of a kind are still to be spoiled at a broker (`rd_kafka_mock_broker_error_stack_cnt`).
    public func pending(_ request: MockRequest, broker: Int = 1) throws(MockRefusal) -> Int {
        let number = try number(of: broker)
        var count = 0
        try call("pending") { rd_kafka_mock_broker_error_stack_cnt($0, number, request.apiKey, &count) }
        return count
    }

    /// Always on the broker's own stack: once it exists the cluster's stack is ignored, even when it is empty.
    private func push(
        _ request: MockRequest, _ code: rd_kafka_resp_err_t, _ delay: Duration, _ count: Int, _ broker: Int?
    ) throws(MockRefusal) {
        guard MockLimits.requests.contains(count) else { throw MockRefusal("count") }
        let milliseconds = try Self.milliseconds(delay)
        for number in broker.map({ [$0] }) ?? Array(1...brokers) {
            let number = try self.number(of: number)
            try call("push") { cluster in
                for _ in 0..<count {
                    let status = crdkafka_mock_push(cluster, number, request.apiKey, code, milliseconds)
                    guard status == RD_KAFKA_RESP_ERR_NO_ERROR else { return status }
                }
                return RD_KAFKA_RESP_ERR_NO_ERROR
            }
        }
    }

    private func setLeader(_ topic: String, _ partition: Int, _ broker: Int32) throws(MockRefusal) {
        guard let partition = Int32(exactly: partition), partition >= 0 else { throw MockRefusal("partition") }
        try call("leader") { rd_kafka_mock_partition_set_leader($0, topic, partition, broker) }
    }

    private func number(of broker: Int?) throws(MockRefusal) -> Int32 {
        guard let broker else { return -1 }
        guard (1...brokers).contains(broker) else { throw MockRefusal("broker") }
        return Int32(broker)
    }

    private static func milliseconds(_ delay: Duration) throws(MockRefusal) -> Int32 {
        guard delay >= .zero, delay <= MockLimits.delayMax else { throw MockRefusal("delay") }
        let (seconds, attoseconds) = delay.components
        return Int32(seconds) * 1000 + Int32(attoseconds / 1_000_000_000_000_000)
    }
}
