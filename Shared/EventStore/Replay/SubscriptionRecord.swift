public import Identifiers

/// One handler's subscription of one type.
public struct SubscriptionRecord: Sendable, Equatable {
    public let handlerID: UUID128
    public let handlerName: String
    public let typeName: String
    public let serviceName: String
    public let isActive: Bool
    public let mode: Mode
    public let status: Status
    /// Where a replay stands, and how far it is to go.
    public let position: Int64?
    public let until: Int64?
    /// How many events of the type a replay has applied.
    public let handled: Int64
    public let lastError: String?
    public let updatedAt: Timestamp

    /// Where its events come from.
    public enum Mode: String, Sendable {
        /// Hears the topics.
        case live
        /// Reads an event store.
        case replay
    }

    /// What a replay is doing; a live handler always runs.
    public enum Status: String, Sendable {
        case running
        case done
        /// Stopped at an event that it could not apply; it goes on from there.
        case failed
    }

    /// The id of a handler, which follows from its name.
    public static func handlerID(_ name: String) -> UUID128 {
        UUID128(parent: UUID128(high: 0x6f3d_6a0e_52f1_5c1b, low: 0x9d0b_7d6c_3a55_1e90), name: name)
    }
}
