/// Which states may follow which, as data: a rule asks the table, a test walks over every pair, and the README prints
/// it. The same type serves every aggregate of the service; what a move means stands in its `Fact`.
public struct StateTable<State, Fact>: Sendable
where State: Hashable & CaseIterable & RawRepresentable & Sendable, State.RawValue == String, Fact: Sendable {
    /// One allowed move.
    public struct Move: Sendable {
        public let from: State
        public let to: State
        public let fact: Fact

        public init(_ from: State, _ to: State, _ fact: Fact) {
            self.from = from
            self.to = to
            self.fact = fact
        }
    }

    /// In the order they were written.
    public let moves: [Move]
    private let facts: [Pair: Fact]

    private struct Pair: Hashable {
        let from: State
        let to: State
    }

    public init(_ moves: [Move]) {
        var facts: [Pair: Fact] = [:]
        for move in moves {
            precondition(move.from != move.to, "a move leads to another state")
            let replaced = facts.updateValue(move.fact, forKey: Pair(from: move.from, to: move.to))
            precondition(replaced == nil, "a move stands in its table once")
        }
        self.moves = moves
        self.facts = facts
    }

    /// What the move means; nil when it is not allowed.
    public func fact(from: State, to: State) -> Fact? { facts[Pair(from: from, to: to)] }

    /// Where one may go from here.
    public func next(after state: State) -> [State] { moves.filter { $0.from == state }.map(\.to) }

    /// The states nothing leads out of.
    public var finals: [State] { State.allCases.filter { next(after: $0).isEmpty } }

    /// A table in Markdown, a row a move; `cells` names what of the fact is shown.
    public func markdown(columns: [String], cells: (Fact) -> [String]) -> String {
        MarkdownTable.text(
            head: ["from", "to"] + columns,
            rows: moves.map { ["`\($0.from.rawValue)`", "`\($0.to.rawValue)`"] + cells($0.fact) })
    }
}

/// The tables of the README.
enum MarkdownTable {
    static func text(head: [String], rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }
}
