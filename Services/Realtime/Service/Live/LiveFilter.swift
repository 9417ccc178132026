public import Identifiers
public import RealtimeDomain

/// What somebody wants to hear of what they may: nil is everything.
public struct LiveFilter: Sendable, Equatable {
    public var topics: Set<String>?
    public var aggregates: Set<UUID128>?
    public var events: Set<HeardEvent>?

    /// Everything.
    public static let everything = LiveFilter()

    public init(topics: Set<String>? = nil, aggregates: Set<UUID128>? = nil, events: Set<HeardEvent>? = nil) {
        (self.topics, self.aggregates, self.events) = (topics, aggregates, events)
    }

    /// Whether it names no more than a filter may.
    public var isBearable: Bool {
        let most = HubLimits.filterItemsMax
        return topics?.count ?? 0 <= most && aggregates?.count ?? 0 <= most && events?.count ?? 0 <= most
    }

    func lets(_ frame: LiveFrame) -> Bool {
        if let topics, !topics.contains(frame.topic) { return false }
        if let aggregates, !aggregates.contains(frame.aggregateID) { return false }
        if let events, !events.contains(frame.event) { return false }
        return true
    }
}

/// Somebody who watches: whose organisation, as what, and what is theirs.
public struct Watcher: Sendable, Equatable {
    public let organization: OrganizationID
    public let viewers: Viewers
    public let owned: Set<Owner>

    public init(organization: OrganizationID, viewers: Viewers, owned: Set<Owner>) {
        (self.organization, self.viewers, self.owned) = (organization, viewers, owned)
    }

    func maySee(_ frame: LiveFrame) -> Bool {
        if viewers.meets(frame.all) { return true }
        return viewers.meets(frame.own) && !frame.owners.isDisjoint(with: owned)
    }
}
