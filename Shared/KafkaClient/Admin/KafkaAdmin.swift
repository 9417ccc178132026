import CRDKafka
public import EventLoop
import Observability

/// A topic as it should be made.
public struct TopicPlan: Sendable, Equatable {
    public var name: String
    /// Never changed later: a key's records would spread over two partitions.
    public var partitions: Int
    public var replication: Int
    /// The broker's settings for the topic, such as `retention.ms`.
    public var settings: [String: String]

    public init(_ name: String, partitions: Int, replication: Int, settings: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
        self.settings = settings
    }
}

/// Looks at topics and makes them. For operators' commands: services never make topics, nor change what exists.
///
/// Each call runs on the blocking thread until its answer or its deadline. Where the brokers have no Admin API, as the
/// mock cluster has none, calls other than `topics` throw `unsupported`.
// Safety: the handle may be used from any thread; the flag is touched on the loop only.
public final class KafkaAdmin: @unchecked Sendable {
    private let loop: Loop
    private let blocking: BlockingThread
    let handle: KafkaHandle

    /// Needs no broker to be there.
    public init(_ connection: KafkaConnection, on loop: Loop, blocking: BlockingThread) throws {
        guard connection.faults.isEmpty else { throw KafkaSettingsRefused(faults: connection.faults) }
        self.loop = loop
        self.blocking = blocking
        handle = try KafkaHandle(RD_KAFKA_PRODUCER, connection.properties, events: 0)
    }

    /// Every topic the cluster has, by name.
    public func topics(until deadline: MonotonicTime) async throws -> [TopicDescription] {
        try await blocking.run { [handle] in
            try ClusterMetadata(handle, allTopics: true, within: deadline - .now).topics.sorted { $0.name < $1.name }
        }
    }

    /// Makes topics, and says of each that failed why; `topicExists` for one that was there.
    public func create(_ plans: [TopicPlan], until deadline: MonotonicTime) async throws -> [String: KafkaFault] {
        guard !plans.isEmpty else { return [:] }
        return try await blocking.run { [self] in
            let request = AdminRequest(handle, RD_KAFKA_ADMIN_OP_CREATETOPICS, until: deadline)
            return try request.create(plans)
        }
    }

    /// The settings of topics, as the cluster has them.
    public func settings(
        ofTopics names: [String], until deadline: MonotonicTime
    ) async throws -> [String: [String: String]] {
        guard !names.isEmpty else { return [:] }
        return try await blocking.run { [self] in
            let request = AdminRequest(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, until: deadline)
            return try request.settings(ofTopics: names)
        }
    }

    /// Frees everything; false when librdkafka keeps something.
    @discardableResult
    public func close() async -> Bool {
        await handle.destroy(on: loop)
    }
}
