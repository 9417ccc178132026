/// A moment in what a process says to its database.
enum StatementMoment: String, Sendable, CaseIterable {
    /// COMMIT of a change that somebody asked for, or that a job made.
    case writerCommit
    /// COMMIT of an event's effect, its inbox row among it.
    case consumerCommit
    /// The relay reads what is to be sent.
    case outboxRead
    /// The relay deletes what the broker has acknowledged.
    case outboxDelete
}

/// Reads what a client of PostgreSQL says, as far as its moments are concerned.
///
/// Model: protocol 3.0 from the startup message on. Statements are known by what they were prepared with; each time one
/// is bound, or asked directly, its moment is told. Whether a COMMIT is a consumer's follows from what the transaction
/// did. What is none of the protocol's tells nothing; an absurd length ends the reading, and not the connection.
struct FrontendScanner: Sendable {
    /// The role that the connection belongs to, once it has said so.
    private(set) var role: String?
    private var pending: [UInt8] = []
    private var hasStarted = false
    private var isLost = false
    private var statements: [String: Statement] = [:]
    private var hasEnteredInbox = false

    private enum Statement: Sendable {
        case begin, commit, inboxEntry, outboxRead, outboxDelete

        init?(_ text: Substring) {
            if text.hasPrefix("BEGIN") {
                self = .begin
            } else if text.hasPrefix("COMMIT") {
                self = .commit
            } else if text.hasPrefix("INSERT INTO inbox") {
                self = .inboxEntry
            } else if text.hasPrefix("DELETE FROM outbox") {
                self = .outboxDelete
            } else if text.hasPrefix("SELECT"), text.contains("FROM outbox"), text.contains("payload") {
                self = .outboxRead
            } else {
                return nil
            }
        }
    }

    /// The moments in the next bytes, in their order.
    mutating func take(_ bytes: [UInt8]) -> [StatementMoment] {
        guard !isLost else { return [] }
        pending += bytes
        var moments: [StatementMoment] = []
        while let message = nextMessage() {
            if let moment = read(message.kind, message.body) { moments.append(moment) }
        }
        return moments
    }

    private mutating func nextMessage() -> (kind: UInt8, body: ArraySlice<UInt8>)? {
        let start = hasStarted ? 1 : 0
        guard pending.count >= start + 4 else { return nil }
        let length = pending[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard (4...ChaosLimits.messageBytesMax).contains(length) else {
            isLost = true
            pending = []
            return nil
        }
        guard pending.count >= start + length else { return nil }
        let kind = hasStarted ? pending[0] : 0
        let body = Array(pending[(start + 4)..<(start + length)])[...]
        pending.removeFirst(start + length)
        return (kind, body)
    }

    private mutating func read(_ kind: UInt8, _ body: ArraySlice<UInt8>) -> StatementMoment? {
        guard hasStarted else {
            start(body)
            return nil
        }
        var rest = body
        switch kind {
        case UInt8(ascii: "P"):
            let name = Self.text(&rest)
            statements[name] = Statement(Self.statement(&rest))
            return nil
        case UInt8(ascii: "B"):
            _ = Self.text(&rest)
            return moment(of: statements[Self.text(&rest)])
        case UInt8(ascii: "Q"): return moment(of: Statement(Self.statement(&rest)))
        default: return nil
        }
    }

    /// Version 3.0 and pairs; a question for encryption is answered with no, and the real one comes after it.
    private mutating func start(_ body: ArraySlice<UInt8>) {
        guard body.starts(with: [0, 3]) else { return }
        hasStarted = true
        var rest = body.dropFirst(4)
        while let first = rest.first, first != 0 {
            let name = Self.text(&rest)
            let value = Self.text(&rest)
            if name == "user" { role = value }
        }
    }

    private mutating func moment(of statement: Statement?) -> StatementMoment? {
        switch statement {
        case .begin: hasEnteredInbox = false
        case .inboxEntry: hasEnteredInbox = true
        case .commit:
            defer { hasEnteredInbox = false }
            return hasEnteredInbox ? .consumerCommit : .writerCommit
        case .outboxRead: return .outboxRead
        case .outboxDelete: return .outboxDelete
        case nil: break
        }
        return nil
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) -> String {
        let end = rest.firstIndex(of: 0) ?? rest.endIndex
        defer { rest = rest[min(end + 1, rest.endIndex)...] }
        return String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
    }

    private static func statement(_ rest: inout ArraySlice<UInt8>) -> Substring {
        text(&rest).drop { $0.isWhitespace }
    }
}
