// KafkaMock: a Kafka cluster inside this process, for tests and for machines without one.
//
// Purpose: librdkafka's mock cluster with its faults, as values. It speaks the real protocol on 127.0.0.1, so clients
// of any process and language can use it.
//
// Model: one handle of librdkafka hosts the cluster, whose threads do the rest. Faults are counted and finite: the next
// so many requests of a kind to a broker. `ControlSocket` offers the same as lines of text to other processes.
//
// Failure: a call the cluster refuses throws. Some of what clients do makes the library stop the whole process (members
// of one group with different assignors), and so does a broker that goes down while a child is being started: tests have
// their clusters in a process of their own (`HostedCluster`).
//
// Not here, because librdkafka 2.0.2 has none of it: fixed ports, SASL and TLS, creating topics by the Admin API,
// deduplication of idempotent producers, size limits, time lookups, static membership. Each partition keeps 5 MiB or
// 100 000 batches, and unknown topics come into being when somebody asks for them.

import CRDKafka
import Synchronization

/// A cluster of librdkafka's (`rd_kafka_mock_cluster_t`). Usable from any thread.
public final class MockCluster: Sendable {
    /// Where clients find it, `host:port` separated by commas. The kernel chooses the ports.
    public let bootstrapServers: [String]
    /// How many brokers it has; they are numbered from 1.
    public let brokers: Int
    /// nil once closed, so that nothing is used after its end.
    private let open: Mutex<Addresses?>

    /// The cluster and the handle that hosts it, as numbers: librdkafka's own lock guards what they point to.
    private struct Addresses {
        let host: UInt
        let cluster: UInt
    }

    /// Starts a cluster.
    public init(brokers: Int = 1) throws(MockRefusal) {
        guard MockLimits.brokers.contains(brokers) else { throw MockRefusal("brokers") }
        var reason = [CChar](repeating: 0, count: 256)
        guard let configuration = rd_kafka_conf_new() else { throw MockRefusal("configuration") }
        // Nobody reads the host's own log; a broker taken down on purpose is no news.
        rd_kafka_conf_set(configuration, "log_level", "0", nil, 0)
        guard let host = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &reason, reason.count) else {
            rd_kafka_conf_destroy(configuration)
            throw MockRefusal("host")
        }
        guard let cluster = rd_kafka_mock_cluster_new(host, Int32(brokers)) else {
            rd_kafka_destroy(host)
            throw MockRefusal("cluster")
        }
        bootstrapServers =
            rd_kafka_mock_cluster_bootstraps(cluster)
            .map { String(cString: $0).split(separator: ",").map(String.init) } ?? []
        Self.answerAtOnce(bootstrapServers)
        self.brokers = brokers
        open = Mutex(Addresses(host: UInt(bitPattern: host), cluster: UInt(bitPattern: cluster)))
    }

    deinit {
        close()
    }

    /// Ends the cluster and forgets everything in it. Blocks until its threads are gone, milliseconds later.
    public func close() {
        guard let ended = open.withLock({ $0.take() }) else { return }
        rd_kafka_mock_cluster_destroy(OpaquePointer(bitPattern: ended.cluster))
        rd_kafka_destroy(OpaquePointer(bitPattern: ended.host))
    }

    /// Makes a topic, or leaves the one of that name alone.
    public func createTopic(_ name: String, partitions: Int) throws(MockRefusal) {
        try Self.check(name, partitions)
        try call("createTopic") { cluster in
            let code = rd_kafka_mock_topic_create(cluster, name, Int32(partitions), Int32(brokers))
            return code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS ? RD_KAFKA_RESP_ERR_NO_ERROR : code
        }
    }

    static func check(_ name: String, _ partitions: Int) throws(MockRefusal) {
        guard !name.isEmpty, name.utf8.count <= MockLimits.topicNameBytes, MockLimits.partitions.contains(partitions)
        else { throw MockRefusal("topic") }
    }

    func call(
        _ name: StaticString, _ body: (OpaquePointer) -> rd_kafka_resp_err_t
    ) throws(MockRefusal) {
        let code = open.withLock { open in
            open.flatMap { OpaquePointer(bitPattern: $0.cluster) }.map(body)
        }
        guard let code else { throw MockRefusal("closed") }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw MockRefusal(name, code: code.rawValue) }
    }
}

/// What the cluster would not do.
public struct MockRefusal: Error, Equatable, CustomStringConvertible {
    public let what: String
    /// librdkafka's number; 0 when we refused.
    public let code: Int32

    init(_ what: StaticString, code: Int32 = 0) {
        self.what = what.description
        self.code = code
    }

    public var label: StaticString { "mock_refused" }

    public var description: String { code == 0 ? "\(what) refused" : "\(what) refused (\(code))" }
}

/// Every bound of the mock cluster.
public enum MockLimits {
    static let brokers = 1...9
    static let partitions = 1...64
    static let topicNameBytes = 249
    /// Threads that ask for topics at once.
    static let topicThreads = 64
    /// Requests one command may spoil, and the longest it may delay them.
    public static let requests = 1...10_000
    public static let delayMax = Duration.seconds(600)
    /// Descriptors among which the listeners are looked for; theirs are small, because a cluster is made early.
    static let descriptorsSearched = 4096
    /// Bytes of one command line, and connections to the control socket.
    public static let commandBytes = 4096
    public static let controlConnections = 16
    /// How long a cluster in another process may take to answer a command.
    static let answerMax = Duration.seconds(60)
}
