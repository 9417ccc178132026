import Crypto
import Identifiers

/// An event as the chain binds it: every column, the two large ones by their SHA-256, which the server computes so that
/// sealing and verifying move a few hundred bytes a row, whatever its size.
struct SealedRow: Sendable, Equatable {
    let position: Int64
    let id: UUID128
    let retentionYears: Int16
    let organizationID: UUID128
    let eventType: String
    let schemaVersion: Int16
    let aggregateType: String
    let aggregateID: UUID128
    let version: Int32
    let dataHash: [UInt8]
    let metadataHash: [UInt8]
    let correlationID: UUID128
    let causationID: UUID128?
    let createdBy: String?
    let createdAt: Timestamp
    /// The month its id belongs to.
    let month: Month

    /// A class and a month: what is dropped together, and so is bound by a link of its own.
    struct Month: Sendable, Hashable {
        let retentionYears: Int16
        let lower: UUID128
        let upper: UUID128
    }

    var digest: [UInt8] {
        var record = DigestRecord("event store row, form 1")
        record.add(position)
        record.add(id)
        record.add(Int64(retentionYears))
        record.add(organizationID)
        record.add(eventType)
        record.add(Int64(schemaVersion))
        record.add(aggregateType)
        record.add(aggregateID)
        record.add(Int64(version))
        record.add(bytes: dataHash)
        record.add(bytes: metadataHash)
        record.add(correlationID)
        record.add(causationID.map(\.description))
        record.add(createdBy)
        record.add(createdAt.microsecondsSinceEpoch)
        return record.digest
    }
}

/// The rows of one run by class and month, in the order in which each first appears.
struct SealedGroups: Sendable {
    private(set) var months: [SealedRow.Month] = []
    private var digests: [SealedRow.Month: [UInt8]] = [:]
    private var counts: [SealedRow.Month: Int64] = [:]

    /// - Parameter rows: in the order of their positions.
    init(_ rows: [SealedRow]) {
        for row in rows {
            if digests[row.month] == nil { months.append(row.month) }
            digests[row.month, default: []] += row.digest
            counts[row.month, default: 0] += 1
        }
    }

    func count(_ month: SealedRow.Month) -> Int64 { counts[month] ?? 0 }

    /// Over the digests of the rows, one after the other.
    func digest(_ month: SealedRow.Month) -> [UInt8] {
        let rows = digests[month] ?? []
        return SHA256Digest(of: rows.span).bytes
    }
}

/// What was recorded of a partition that went.
struct PartitionDrop: Sendable, Equatable {
    let sequence: Int64
    let parent: String
    let partition: String
    let retentionYears: Int16
    let lower: UUID128
    let upper: UUID128
    let events: Int64
    let lastPosition: Int64?
    let droppedAt: Timestamp
    /// Whether its time was over, by what its class keeps.
    let isLawful: Bool

    var digest: [UInt8] {
        var record = DigestRecord("partition drop, form 1")
        record.add(sequence)
        record.add(parent)
        record.add(partition)
        record.add(Int64(retentionYears))
        record.add(lower)
        record.add(upper)
        record.add(events)
        record.add(lastPosition.map { "\($0)" })
        record.add(droppedAt.microsecondsSinceEpoch)
        return record.digest
    }

    func covers(_ month: SealedRow.Month) -> Bool {
        retentionYears == month.retentionYears && lower <= month.lower && month.upper <= upper
    }
}
