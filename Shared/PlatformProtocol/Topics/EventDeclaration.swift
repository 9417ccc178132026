/// What the registry says of one type of event.
public struct EventDeclaration: Sendable {
    public let type: EventType
    /// What it is about.
    public let aggregate: AggregateType
    /// What it carries.
    public let payload: PayloadForm
    /// Whether effects hang on it.
    public let effects: EffectRole

    init(_ type: EventType, of aggregate: AggregateType, _ payload: PayloadForm, effects: EffectRole = .drives) {
        self.type = type
        self.aggregate = aggregate
        self.payload = payload
        self.effects = effects
    }
}

/// What an event carries.
public enum PayloadForm: Sendable {
    /// A Swift type: the event can be published and subscribed.
    case typed(any EventPayload.Type)
    /// Its members as data, the contract for documents and for consumers of other makes. Nobody publishes or subscribes
    /// such an event before its type is written, because both ask for one.
    case members([PayloadMember])
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
