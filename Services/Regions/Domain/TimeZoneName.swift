import Foundation

/// Names of time zones as the tz database has them.
enum TimeZoneName {
    /// Whether there is such a zone. A place has the name of a region (`America/Denver`), not an offset or an
    /// abbreviation, since those do not say when the clocks change.
    static func isKnown(_ name: String) -> Bool {
        name.contains("/") && TimeZone(identifier: name) != nil
    }
}
