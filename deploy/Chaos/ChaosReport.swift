import JSON

/// What all rounds together have shown.
struct ChaosReport: Sendable {
    let seed: UInt64
    private(set) var rounds = 0
    private(set) var operations = 0
    private(set) var events = 0
    private(set) var repeated = 0
    private(set) var faults: [String: Int] = [:]
    private(set) var violations: [Invariant: Int] = [:]
    private(set) var invalid = 0
    private(set) var slowestRest = 0.0
    /// The run whose databases lack what protects them.
    var control: ChaosRound.Outcome?

    init(seed: UInt64) {
        self.seed = seed
    }

    mutating func add(_ outcome: ChaosRound.Outcome) {
        rounds += 1
        operations += outcome.operations
        events += outcome.events
        repeated += outcome.repeated
        faults.merge(outcome.faults) { $0 + $1 }
        if outcome.invalidity != nil { invalid += 1 }
        if let rest = outcome.rest { slowestRest = max(slowestRest, rest) } else { violations[.i10, default: 0] += 1 }
        for violation in outcome.violations { violations[violation.invariant, default: 0] += 1 }
    }

    /// Nothing was violated, something can be said of every round, and the control was found out.
    var isGood: Bool {
        violations.isEmpty && invalid == 0 && control.map { !$0.violations.isEmpty } ?? true
    }

    // MARK: As text

    var table: String {
        var lines = [
            "seed \(seed): \(rounds) rounds, \(operations) operations, \(events) events, \(repeated) sent again"
        ]
        lines += Self.columns(faults.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
        lines.append("faults in all: \(faults.values.reduce(0, +)); slowest rest: \(slowestRest) s")
        lines += Self.columns(
            Invariant.allCases.map { ($0.rawValue, "\(violations[$0] ?? 0)  \($0.text)") })
        if invalid > 0 { lines.append("\(invalid) ROUNDS SAY NOTHING") }
        if let control {
            let found = Dictionary(grouping: control.violations, by: \.invariant)
                .map { "\($0.key.rawValue) \($0.value.count)" }.sorted().joined(separator: ", ")
            lines.append(found.isEmpty ? "control: NOTHING FOUND" : "control: found out (\(found))")
        }
        return lines.joined(separator: "\n")
    }

    private static func columns(_ rows: [(String, String)]) -> [String] {
        let width = rows.map { $0.0.count }.max() ?? 0
        return rows.map { name, value in
            "  " + name + String(repeating: " ", count: width - name.count + 2) + value
        }
    }

    var json: String {
        let members: [(String, JSONValue)] = [
            ("seed", .number(.integer(Int64(clamping: seed)))), ("rounds", Self.number(rounds)),
            ("operations", Self.number(operations)), ("events", Self.number(events)),
            ("repeated", Self.number(repeated)), ("faults", Self.counts(faults.sorted { $0.key < $1.key })),
            ("violations", Self.counts(Invariant.allCases.map { ($0.rawValue, violations[$0] ?? 0) })),
            ("invalidRounds", Self.number(invalid)), ("control", control.map(Self.summary) ?? .null),
        ]
        return String(decoding: JSONValue.object(JSONObject(members)).bytes, as: UTF8.self)
    }

    private static func summary(_ outcome: ChaosRound.Outcome) -> JSONValue {
        let found = Dictionary(grouping: outcome.violations, by: \.invariant).mapValues(\.count)
        return .object(
            JSONObject([
                ("operations", number(outcome.operations)), ("faults", number(outcome.faults.values.reduce(0, +))),
                ("violations", counts(Invariant.allCases.map { ($0.rawValue, found[$0] ?? 0) })),
            ]))
    }

    private static func counts(_ counts: [(String, Int)]) -> JSONValue {
        .object(JSONObject(counts.map { ($0.0, number($0.1)) }))
    }

    private static func number(_ number: Int) -> JSONValue { .number(.integer(Int64(number))) }
}
