public import Identifiers

/// The first thing that is wrong with a chain.
public struct ChainFault: Sendable, Equatable, CustomStringConvertible {
    /// The link that it shows at.
    public let sequence: Int64
    public let kind: Kind

    /// What is wrong.
    public enum Kind: Sendable, Equatable {
        /// Links are numbered one by one, and this number is not there.
        case linkMissing
        /// It does not name the hash of the link before it.
        case previousDiffers
        /// Its own hash is not that of what it says.
        case linkChanged
        /// It does not begin where the run before it ended.
        case runsDoNotMeet
        /// As many rows as it binds, and other ones: changed, or in another order.
        case rowsChanged(years: Int, month: Timestamp)
        /// Fewer rows than it binds, and no drop that accounts for them.
        case rowsRemoved(years: Int, month: Timestamp)
        /// More rows than it binds.
        case rowsInserted(years: Int, month: Timestamp)
        /// The record of the drop that it binds is not there or says something else.
        case dropChanged
        /// The drop that it binds came before its time.
        case dropTooEarly
        /// Not as many rows went with the partition as the chain knew of.
        case dropCountDiffers
        /// The link that was written down elsewhere is not there, or is another one.
        case anchorDiffers
    }

    public var description: String { "link \(sequence): \(kind.words)" }
}

extension ChainFault.Kind {
    /// For people.
    public var words: String {
        switch self {
        case .linkMissing: "is missing"
        case .previousDiffers: "does not follow the link before it"
        case .linkChanged: "was changed"
        case .runsDoNotMeet: "does not begin where the one before it ended"
        case .rowsChanged: "its events were changed or reordered"
        case .rowsRemoved: "events of it were removed"
        case .rowsInserted: "events were inserted among its own"
        case .dropChanged: "the record of its drop was changed"
        case .dropTooEarly: "its partition was dropped before its time"
        case .dropCountDiffers: "another number of events went with its partition than it binds"
        case .anchorDiffers: "is not the one that was written down elsewhere"
        }
    }
}

/// What a verification found.
public struct ChainReport: Sendable, Equatable {
    /// Links that were checked, the bad one included.
    public internal(set) var links: Int64 = 0
    /// Events that are what they were when they were sealed.
    public internal(set) var events: Int64 = 0
    /// Events that are gone because their time was over.
    public internal(set) var eventsGone: Int64 = 0
    /// Events that no link binds yet, counted up to a bound.
    public internal(set) var unsealed: Int64 = 0
    /// Where the chain ends: what to write down.
    public internal(set) var head: ChainAnchor?
    /// Nil when nothing is wrong.
    public internal(set) var fault: ChainFault?
}
