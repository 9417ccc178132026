import Bytes
import Crypto
import Identifiers

/// One link of the audit chain: what it binds, and the link before it.
struct ChainLink: Sendable, Equatable {
    enum Subject: Sendable, Equatable {
        /// The rows of one class and month among the positions after the first number until and with the second.
        case events(after: Int64, to: Int64)
        /// The drop of a partition with this number.
        case drop(Int64)
    }

    let sequence: Int64
    let subject: Subject
    let retentionYears: Int16
    /// Ids from `lower` until before `upper`.
    let lower: UUID128
    let upper: UUID128
    /// How many rows it binds, or how many went.
    let events: Int64
    /// Of the rows, or of what is recorded of the drop.
    let digest: [UInt8]
    let previous: [UInt8]
    let hash: [UInt8]
    let sealedAt: Timestamp

    /// What the first link has before it.
    static let beginning = [UInt8](repeating: 0, count: 32)
}

extension ChainLink {
    /// A link as it is made: its hash follows from everything else.
    init(
        _ sequence: Int64, _ subject: Subject, years: Int16, from lower: UUID128, to upper: UUID128, events: Int64,
        digest: [UInt8], after previous: [UInt8], at moment: Timestamp
    ) {
        let unhashed = ChainLink(
            sequence: sequence, subject: subject, retentionYears: years, lower: lower, upper: upper, events: events,
            digest: digest, previous: previous, hash: [], sealedAt: moment)
        self.init(
            sequence: sequence, subject: subject, retentionYears: years, lower: lower, upper: upper, events: events,
            digest: digest, previous: previous, hash: unhashed.ownHash, sealedAt: moment)
    }

    /// The hash that it must have.
    var ownHash: [UInt8] {
        var record = DigestRecord("event chain link, form 1")
        record.add(sequence)
        switch subject {
        case .events(let after, let to):
            record.add("events")
            record.add(after)
            record.add(to)
        case .drop(let number):
            record.add("drop")
            record.add(number)
        }
        record.add(Int64(retentionYears))
        record.add(lower)
        record.add(upper)
        record.add(events)
        record.add(bytes: digest)
        record.add(bytes: previous)
        record.add(sealedAt.microsecondsSinceEpoch)
        return record.digest
    }
}

/// Fields for a hash, each with its length before it, so that no two lists of fields are the same bytes.
struct DigestRecord {
    private var bytes: [UInt8] = []

    /// - Parameter form: says what kind of record it is, so that none can be taken for one of another kind.
    init(_ form: StaticString) {
        bytes.append(form)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func add(bytes field: [UInt8]) {
        bytes.append(decimal: field.count)
        bytes.append(UInt8(ascii: ":"))
        bytes += field
    }

    mutating func add(_ text: String) { add(bytes: Array(text.utf8)) }
    mutating func add(_ number: Int64) { add("\(number)") }
    mutating func add(_ id: UUID128) { add(id.description) }

    /// A field that may be absent, which is not the same as empty.
    mutating func add(_ text: String?) {
        guard let text else { return bytes.append("-") }
        add(text)
    }

    var digest: [UInt8] { SHA256Digest(of: bytes.span).bytes }
}
