public import JSON

/// Who carries a kit, and where to ask about it.
public struct ShipmentCarrier: Sendable, Equatable {
    public let name: String
    public let trackingNumber: String

    public init(
        name: String, trackingNumber: String
    ) {
        self.name = name
        self.trackingNumber = trackingNumber
    }
}

extension ShipmentCarrier: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("name", \.name, .string(length: 1...200)),
        Field("trackingNumber", \.trackingNumber, .string(length: 1...100)))
}

/// From where to where a kit is carried.
public struct ShipmentRoute: Sendable, Equatable {
    public let from: String
    public let to: String

    public init(
        from: String, to: String
    ) {
        self.from = from
        self.to = to
    }
}

extension ShipmentRoute: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("from", \.from, .string(length: 1...500)),
        Field("to", \.to, .string(length: 1...500)))
}

extension JSONType {
    /// The numbers on the seals of a kit: unbroken means untouched.
    static var custodySeals: JSONType<[String]> { .array(.string(length: 1...100), count: 0...50) }
}
