/// What the command line asks for.
struct ChaosOptions: Sendable, Equatable {
    static let usage = """
        deploy/chaos [options]      the whole platform under load and faults, and a checker of what it promises
          --minutes N       how long (5); a round that has begun is finished
          --rounds N        how many rounds, however long they take
          --round N         seconds of faults in a round (40)
          --seed N          draw the same faults and requests again
          --bootstrap LIST  a Kafka cluster whose topics are made (`rishi topics apply`), in the place of a local broker;
                            all rounds share it, and its own faults are somebody else's
          --control WHICH   with (the default), without, or only the run that must be found out
          --json            one object for machines

        Exit status 1: a violation was found, or none in the control.
        """

    enum Control: String, Sendable {
        case with, without, only
    }

    var minutes = 5
    var rounds: Int?
    var roundSeconds = 40
    var seed = UInt64.random(in: 1...999_999)
    var bootstrap: String?
    var control = Control.with
    var asJSON = false

    /// Reads a command line; nil when it asks for help.
    init?(_ arguments: [String]) throws(ChaosUsage) {
        if arguments.contains("--help") { return nil }
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--json": asJSON = true
            case "--minutes": minutes = try Self.number(name, &rest, in: 1...1_440)
            case "--rounds": rounds = try Self.number(name, &rest, in: 1...10_000)
            case "--round": roundSeconds = try Self.number(name, &rest, in: 5...3_600)
            case "--seed": seed = UInt64(try Self.number(name, &rest, in: 0...Int.max))
            case "--bootstrap": bootstrap = try Self.value(name, &rest)
            case "--control":
                guard let control = Control(rawValue: try Self.value(name, &rest)) else {
                    throw ChaosUsage("--control is with, without or only")
                }
                self.control = control
            default: throw ChaosUsage("unknown: \(name)")
            }
        }
    }

    private static func value(_ name: String, _ rest: inout ArraySlice<String>) throws(ChaosUsage) -> String {
        guard let value = rest.popFirst(), !value.isEmpty else { throw ChaosUsage("\(name) needs a value") }
        return value
    }

    private static func number(
        _ name: String, _ rest: inout ArraySlice<String>, in range: ClosedRange<Int>
    ) throws(ChaosUsage) -> Int {
        guard let number = Int(try value(name, &rest)), range.contains(number) else {
            throw ChaosUsage("\(name) needs a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

/// The command line makes no sense, in this way.
struct ChaosUsage: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Something that the run itself needs did not work.
struct ChaosFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Numbers drawn from a seed: the same seed, the same numbers (SplitMix64).
struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

    /// A source of its own, which draws nothing of this one's any more.
    mutating func fork() -> Chance { Chance(seed: next()) }
}
