import EventLoop
import KafkaClient

/// Compares the topics of a cluster with the registry, and makes those that are missing.
struct TopicsCommand: OperatorCommand, Equatable {
    enum Action: String, Sendable {
        case diff, apply
    }

    static let name = "topics"
    static let usage = """
        rishi topics COMMAND [options]              the topics that the registry declares, on a Kafka cluster
          diff              print what the cluster's topics are not; exit status 3 if anything
          apply             print that and make what is missing; exit status 3 if anything else remains

          --brokers LIST    the cluster (KAFKA_BOOTSTRAP_SERVERS)
          --replication N   copies of each partition (the registry's); 1 for a single broker
        """

    let action: Action
    let brokers: [String]
    let replication: Int?

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        guard arguments.count > 1 else { throw UsageError("topics needs a command") }
        guard let action = Action(rawValue: arguments[1]) else { throw UsageError("unknown: topics \(arguments[1])") }
        self.action = action
        var (brokers, replication) = (environment.brokers, Int?.none)
        var options = OptionReader(arguments.dropFirst(2))
        while let option = options.next() {
            switch option {
            case "--brokers": brokers = try options.value(of: option)
            case "--replication": replication = try options.number(of: option, in: 1...Self.replicationMax)
            default: throw UsageError("unknown: \(option)")
            }
        }
        guard let brokers else { throw UsageError("topics needs --brokers or KAFKA_BOOTSTRAP_SERVERS") }
        self.brokers = brokers.split(separator: ",").map(String.init)
        self.replication = replication
    }

    static let replicationMax = 15
    /// How long the cluster may take to answer everything.
    static let answerMax: Duration = .seconds(60)

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        let blocking = try BlockingThread(name: "kafka")
        defer { blocking.stop() }
        let connection = KafkaConnection(bootstrapServers: brokers, clientID: "rishi")
        let admin = try KafkaAdmin(connection, on: loop, blocking: blocking)
        let result: Result<CommandStatus, any Error>
        do {
            result = .success(try await run(with: admin, say))
        } catch let fault as KafkaFault where fault.kind == .unsupported {
            result = .failure(NoAdministration())
        } catch {
            result = .failure(error)
        }
        await admin.close()
        return try result.get()
    }

    private func run(with admin: KafkaAdmin, _ say: (String) -> Void) async throws -> CommandStatus {
        let plans = TopicDifference.plans(replication: replication)
        let deadline = MonotonicTime.now + Self.answerMax
        let topics = try await admin.topics(until: deadline)
        let names = Set(topics.map(\.name))
        let settings = try await admin.settings(
            ofTopics: plans.map(\.name).filter(names.contains), until: deadline)
        let differences = TopicDifference.between(plans, topics, settings)
        for difference in differences { say(difference.line) }
        if differences.isEmpty { say("\(plans.count) topics, all as the registry has them") }
        let creations = differences.compactMap(\.creation)
        guard action == .apply else { return differences.isEmpty ? .done : .pending }
        let faults = try await admin.create(creations, until: deadline)
        // Somebody else who makes the same topics at this moment is welcome.
        let refused = faults.filter { $0.value.kind != .topicExists }.sorted { $0.key < $1.key }
        for (name, fault) in refused { say("\(name): not made: \(fault)") }
        if !creations.isEmpty { say("\(creations.count - refused.count) topics made") }
        if !refused.isEmpty { return .failed }
        return creations.count == differences.count ? .done : .pending
    }
}

/// The cluster's topics cannot be looked at from here.
struct NoAdministration: Error, CustomStringConvertible {
    let description =
        "this cluster has no Admin API, as a local broker has none: that one makes the registry's topics itself"
}
