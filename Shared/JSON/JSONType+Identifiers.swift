public import Identifiers

/// The forms of the small values that every layer shares.
extension JSONType {
    /// A typed id as lower-case text.
    public static func id<Entity: ~Copyable>(_ type: ID<Entity>.Type = ID<Entity>.self) -> JSONType<ID<Entity>> {
        .scalar(
            format: "uuid", expecting: "a UUID", parse: { ID<Entity>($0) },
            append: { id, bytes in id.uuid.append(to: &bytes) })
    }

    /// A UUID of no particular thing.
    public static var uuid128: JSONType<UUID128> {
        .scalar(
            format: "uuid", expecting: "a UUID", parse: { UUID128($0) },
            append: { uuid, bytes in uuid.append(to: &bytes) })
    }

    /// Who did something: a user's id at the issuer, or a service's name.
    public static var actor: JSONType<ActorID> {
        JSONType<String>.string(length: 1...ActorID.bytesMax).mapped(
            { ActorID($0) }, back: \.text, message: "must be the subject of a token")
    }

    /// A currency's code. The amounts beside it are `minorUnits`.
    public static var currency: JSONType<Currency> {
        .scalar(
            format: "currency", expecting: "a currency code like USD", parse: { Currency($0) },
            append: { currency, bytes in currency.append(to: &bytes) })
    }
}

extension Money: JSONCodable {
    /// An amount that stands alone. Where several share a currency, each is a `minorUnits` member beside one
    /// `currency`.
    public static let json = JSONType.record(
        Self.init,
        Field("amount", \.minorUnits, .minorUnits(Int64.min...Int64.max), "With exactly two decimals"),
        Field("currency", \.currency, .currency, "ISO 4217"))
}

extension TimeWindow: JSONCodable {
    /// Half-open: the end is the first moment that is no longer in it.
    public static let json: JSONType<TimeWindow> = JSONType<Ends>.record(
        Ends.init,
        JSONField("start", \.start, .dateTime(fraction: .microseconds)),
        JSONField("end", \.end, .dateTime(fraction: .microseconds), "Not part of the window")
    ).checked { ends, faults in
        if ends.end <= ends.start { faults.add("/end", .endNotAfterStart, "must be after the start") }
    }.mapped(
        // What the check has let pass is a window.
        { ends in try? TimeWindow(start: ends.start, end: ends.end) },
        back: { Ends(start: $0.start, end: $0.end) }, message: "must end after it starts")

    /// The two ends before they are known to be in order.
    public struct Ends: Sendable {
        let start: Timestamp
        let end: Timestamp
    }
}

extension JSONFault.Code {
    /// The end of a window is not after its start.
    public static let endNotAfterStart: Self = "end_not_after_start"
}

extension GeoPoint: JSONCodable {
    public static let json = JSONType<Degrees>.record(
        Degrees.init,
        JSONField("latitude", \.latitude, .double(GeoPoint.latitudes), "Degrees, north positive"),
        JSONField("longitude", \.longitude, .double(GeoPoint.longitudes), "Degrees, east positive")
    ).mapped(
        { GeoPoint(latitude: $0.latitude, longitude: $0.longitude) },
        back: { Degrees(latitude: $0.latitude, longitude: $0.longitude) }, message: "must be a place on the earth")

    /// The two numbers before they are known to be a place.
    public struct Degrees: Sendable {
        let latitude: Double
        let longitude: Double
    }
}
