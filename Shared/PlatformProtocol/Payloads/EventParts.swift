public import Identifiers
public import JSON

/// A place by name, for readers who look nothing up.
public struct PlaceName: Sendable, Equatable {
    public let id: LocationID
    public let name: String

    public init(
        id: LocationID, name: String
    ) {
        self.id = id
        self.name = name
    }
}

extension PlaceName: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("name", \.name, .string(length: 1...200)))
}

/// A place with where to go.
public struct PlaceBrief: Sendable, Equatable {
    public let id: LocationID
    public let name: String
    /// On one line.
    public let address: String

    public init(
        id: LocationID, name: String, address: String
    ) {
        self.id = id
        self.name = name
        self.address = address
    }
}

extension PlaceBrief: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("name", \.name, .string(length: 1...200)),
        Field("address", \.address, .string(length: 1...500), "On one line"))
}

/// Where a device was, as it measured it.
public struct MeasuredPosition: Sendable, Equatable {
    /// Degrees, north positive.
    public let latitude: Double
    /// Degrees, east positive.
    public let longitude: Double
    /// Metres around it in which the device may have been.
    public let accuracy: Double

    public init(
        latitude: Double, longitude: Double, accuracy: Double
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.accuracy = accuracy
    }
}

extension MeasuredPosition: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("latitude", \.latitude, .double(GeoPoint.latitudes), "Degrees, north positive"),
        Field("longitude", \.longitude, .double(GeoPoint.longitudes), "Degrees, east positive"),
        Field("accuracy", \.accuracy, .double(0...100_000), "Metres around it in which the device may have been"))
}

extension JSONType {
    /// What an issue or an outcome looked like: where the pictures are.
    static var photoURLs: JSONType<[String]> {
        .array(.string(length: 1...2_000, format: .webURL), count: 0...50)
    }

    /// Hours of work. Exact, because somebody is paid for them.
    static var hours: JSONType<JSONDecimal> { .decimal(0...10_000, decimals: 4) }

    /// Figures that whoever reports them names.
    static var measures: JSONType<[String: JSONDecimal]> {
        .map(.decimal(-1_000_000_000_000...1_000_000_000_000, decimals: 6), count: 0...50)
    }
}
