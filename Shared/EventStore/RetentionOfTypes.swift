import Identifiers
public import PlatformProtocol
import Postgres

extension AggregateType {
    /// For how many years the event store keeps events about such a thing: where a reader must look.
    var retentionYears: Set<Int> {
        Set(EventType.allCases.filter { $0.declaration.aggregate == self }.compactMap { $0.topic.retention.years })
    }

    /// The member of its events' payloads that is the state after them. Nil where the payload itself says all there is.
    public var snapshotMember: String? {
        switch self {
        case .booking: "booking"
        case .staffAssignment, .kitAssignment: "assignment"
        case .location: "location"
        default: nil
        }
    }
}

/// Restricts a statement to some classes, in words that the planner understands before it sees any value: partitions of
/// other classes are not even opened.
func isKept(for years: Set<Int>) -> SQL {
    var condition: SQL = "retention_years IN (0"
    if years.contains(1) { condition.append(", 1") }
    if years.contains(3) { condition.append(", 3") }
    if years.contains(7) { condition.append(", 7") }
    condition.append(")")
    return condition
}

extension UUID128 {
    /// The bound below every version 7 id of a moment, as the ranges of partitions use it.
    init(firstAt moment: Timestamp) {
        self.init(high: UInt64(clamping: moment.millisecondsSinceEpoch) << 16, low: 0)
    }

    /// Beyond every id.
    static let beyondAll = UUID128(high: .max, low: .max)
    /// Below every id.
    static let belowAll = UUID128(high: 0, low: 0)

    /// The millisecond that a version 7 id was made in.
    var moment: Timestamp { Timestamp(microsecondsSinceEpoch: Int64(high >> 16) * 1_000) }
}
