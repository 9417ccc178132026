public import JSON

/// A line that a control socket understands.
public enum MockCommand: Sendable, Equatable {
    case help
    /// Where clients find the cluster.
    case address
    case createTopic(String, partitions: Int)
    /// How many requests are still to be spoiled.
    case pending(MockRequest, broker: Int)
    case fault(MockFault)

    /// Every command with what it does: what `help` answers.
    static let explained: [(form: String, effect: String)] = [
        ("help", "this list"),
        ("address", "where clients find the cluster"),
        ("create TOPIC PARTITIONS", "makes a topic"),
        ("down [BROKER]", "breaks and refuses connections; data and port stay"),
        ("up [BROKER]", "accepts connections again"),
        ("slow MILLISECONDS [BROKER]", "delays every answer; 0 ends it"),
        ("lose-requests REQUEST COUNT [BROKER]", "the next requests are not carried out"),
        ("lose-answers REQUEST COUNT MILLISECONDS [BROKER]", "the next are carried out and answered too late"),
        ("fail REQUEST CODE COUNT [BROKER]", "the next are answered with an error of the protocol"),
        ("fatal [BROKER]", "the next Produce ends the idempotent producer that sends it"),
        ("leaderless TOPIC PARTITION", "the partition has no leader"),
        ("leader TOPIC PARTITION BROKER", "the partition has this leader"),
        ("topic-error TOPIC CODE", "the topic's metadata carry an error; 0 ends it"),
        ("move-coordinator GROUP BROKER", "another broker coordinates the group"),
        ("pending REQUEST [BROKER]", "how many requests are still to be spoiled"),
    ]

    /// Reads one line: words between blanks.
    public init(parsing line: String) throws(MockRefusal) {
        var words = Words(line)
        let name = try words.text()
        switch name {
        case "help": self = .help
        case "address": self = .address
        case "create": self = .createTopic(try words.text(), partitions: try words.number())
        case "pending": self = .pending(try words.request(), broker: try words.optionalNumber() ?? 1)
        case "down": self = .fault(.down(broker: try words.optionalNumber()))
        case "up": self = .fault(.up(broker: try words.optionalNumber()))
        case "slow": self = .fault(.slow(try words.delay(), broker: try words.optionalNumber()))
        case "lose-requests":
            self = .fault(
                .loseRequests(try words.request(), count: try words.number(), broker: try words.optionalNumber()))
        case "lose-answers":
            self = .fault(
                .loseAnswers(
                    try words.request(), count: try words.number(), delay: try words.delay(),
                    broker: try words.optionalNumber()))
        case "fail":
            self = .fault(
                .fail(
                    try words.request(), code: try words.number(), count: try words.number(),
                    broker: try words.optionalNumber()))
        case "fatal":
            self = .fault(.fail(.produce, code: 45, count: 1, broker: try words.optionalNumber()))
        case "leaderless": self = .fault(.leaderless(topic: try words.text(), partition: try words.number()))
        case "leader":
            self = .fault(
                .leader(topic: try words.text(), partition: try words.number(), broker: try words.number()))
        case "topic-error": self = .fault(.topicError(topic: try words.text(), code: try words.number()))
        case "move-coordinator":
            self = .fault(.moveCoordinator(group: try words.text(), broker: try words.number()))
        default: throw MockRefusal("unknown command")
        }
        try words.end()
    }

    /// The words of a line, taken one by one.
    private struct Words {
        private var rest: ArraySlice<Substring>

        init(_ line: String) {
            rest = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }[...]
        }

        mutating func text() throws(MockRefusal) -> String {
            guard let word = rest.popFirst() else { throw MockRefusal("a command that ends too soon") }
            return String(word)
        }

        mutating func number() throws(MockRefusal) -> Int {
            guard let number = Int32(try text()) else { throw MockRefusal("what is not a number") }
            return Int(number)
        }

        mutating func optionalNumber() throws(MockRefusal) -> Int? {
            rest.isEmpty ? nil : try number()
        }

        mutating func delay() throws(MockRefusal) -> Duration {
            .milliseconds(try number())
        }

        mutating func request() throws(MockRefusal) -> MockRequest {
            guard let request = MockRequest(rawValue: try text()) else { throw MockRefusal("an unknown request") }
            return request
        }

        func end() throws(MockRefusal) {
            guard rest.isEmpty else { throw MockRefusal("a word too many") }
        }
    }
}

extension MockFault {
    /// The line that makes it happen.
    public var command: String {
        switch self {
        case .down(let broker): "down\(Self.suffix(broker))"
        case .up(let broker): "up\(Self.suffix(broker))"
        case .slow(let delay, let broker): "slow \(Self.milliseconds(of: delay))\(Self.suffix(broker))"
        case .loseRequests(let request, let count, let broker):
            "lose-requests \(request.rawValue) \(count)\(Self.suffix(broker))"
        case .loseAnswers(let request, let count, let delay, let broker):
            "lose-answers \(request.rawValue) \(count) \(Self.milliseconds(of: delay))\(Self.suffix(broker))"
        case .fail(let request, let code, let count, let broker):
            "fail \(request.rawValue) \(code) \(count)\(Self.suffix(broker))"
        case .leaderless(let topic, let partition): "leaderless \(topic) \(partition)"
        case .leader(let topic, let partition, let broker): "leader \(topic) \(partition) \(broker)"
        case .topicError(let topic, let code): "topic-error \(topic) \(code)"
        case .moveCoordinator(let group, let broker): "move-coordinator \(group) \(broker)"
        }
    }

    private static func suffix(_ broker: Int?) -> String { broker.map { " \($0)" } ?? "" }

    private static func milliseconds(of delay: Duration) -> Int64 {
        delay.components.seconds * 1000 + delay.components.attoseconds / 1_000_000_000_000_000
    }
}

extension MockCluster {
    /// Does what a command asks for, and says so.
    public func carryOut(_ command: MockCommand) throws(MockRefusal) -> JSONValue {
        switch command {
        case .help:
            let commands = MockCommand.explained.map { JSONValue.string("\($0.form): \($0.effect)") }
            let requests = MockRequest.allCases.map { JSONValue.string($0.rawValue) }
            return ["ok": true, "commands": .array(commands), "requests": .array(requests)]
        case .address:
            return ["ok": true, "bootstrapServers": .array(bootstrapServers.map { .string($0) })]
        case .createTopic(let name, let partitions):
            try createTopic(name, partitions: partitions)
        case .pending(let request, let broker):
            return ["ok": true, "pending": .number(.integer(Int64(try pending(request, broker: broker))))]
        case .fault(let fault):
            try apply(fault)
        }
        return ["ok": true]
    }
}
