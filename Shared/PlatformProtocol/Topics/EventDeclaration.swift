/// What the registry says of one type of event.
public struct EventDeclaration: Sendable {
    /// What it carries, as a Swift type: whatever is declared can be published, subscribed, described and tested.
    public let payload: any EventPayload.Type
    /// What it is about.
    public let aggregate: AggregateType
    /// Whether effects hang on it.
    public let effects: EffectRole

    init(_ payload: any EventPayload.Type, of aggregate: AggregateType, effects: EffectRole = .drives) {
        self.payload = payload
        self.aggregate = aggregate
        self.effects = effects
    }

    public var type: EventType { payload.type }

    /// The version of the payload's form.
    public var schemaVersion: Int { payload.schemaVersion }
}

/// Where several types tell one change, only one of them may make a consumer act: send, charge, assign. The others are
/// for projections, which an event that is not newer leaves alone.
public enum EffectRole: Sendable, Hashable {
    case drives
    /// The type named tells the same change, always, and drives.
    case accompanies(EventType)
    /// It tells every change of its kind. Where a type of its own tells the change as well, that one drives.
    case drivesWhenAlone
}
