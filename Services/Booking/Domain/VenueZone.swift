import Foundation
public import Identifiers

/// The IANA zone of a venue: what turns moments into the days that people there mean.
public struct VenueZone: Sendable, Hashable {
    public let identifier: String
    private let zone: TimeZone

    /// Takes `UTC` and names with a region, like `America/Denver`. Abbreviations and fixed offsets, which Foundation
    /// reads as well, are refused: they do not know when the clocks change.
    public init?(_ identifier: String) {
        guard identifier.utf8.count <= BookingLimits.zoneBytesMax, identifier == "UTC" || identifier.contains("/"),
            let zone = TimeZone(identifier: identifier)
        else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    /// The day that the clocks at the venue show then.
    public func day(of moment: Timestamp) -> CalendarDay {
        let seconds = min(max(moment, Timestamp.writable.lowerBound), Timestamp.writable.upperBound).secondsSinceEpoch
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        let local = Int(seconds) + offset
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400)
        return CalendarDay(clampingDaysSinceEpoch: rest < 0 ? days - 1 : days)
    }
}
