/// A place on the earth in degrees of WGS 84.
public struct GeoPoint: Sendable, Hashable {
    /// North is positive.
    public let latitude: Double
    /// East is positive.
    public let longitude: Double

    public static let latitudes: ClosedRange<Double> = -90...90
    public static let longitudes: ClosedRange<Double> = -180...180

    /// Nil for what is no place: out of range, infinite, not a number.
    public init?(latitude: Double, longitude: Double) {
        guard Self.latitudes.contains(latitude), Self.longitudes.contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }
}
